/* Stands in for iphlpapi.dll beside java.exe under Wine. Wine 8 has no GetAnycastIpAddressTable, which the JDK's
 * net.dll (21 and newer) loads on first use, and a function that is missing then ends the JVM. Everything else goes to
 * Wine's own. */
#include <winsock2.h>

#include <windows.h>

typedef unsigned long long word;

/* On x64 the caller cleans the stack and every argument takes one word: a call with the most there are serves them all.
 */
typedef word(WINAPI *function)(word, word, word, word, word, word, word, word, word, word, word, word);

static FARPROC wines(const char *name) {
    /* By its path: the bare name would find this file again. */
    HMODULE library = LoadLibraryW(L"C:\\windows\\system32\\iphlpapi.dll");
    return library == NULL ? NULL : GetProcAddress(library, name);
}

#define FORWARD(name)                                                                                                  \
    __declspec(dllexport) word WINAPI name(word a, word b, word c, word d, word e, word f, word g, word h, word i,     \
                                           word j, word k, word l) {                                                   \
        function wine = (function)(void *)wines(#name);                                                                \
        return wine == NULL ? ERROR_NOT_SUPPORTED : wine(a, b, c, d, e, f, g, h, i, j, k, l);                          \
    }

FORWARD(ConvertInterfaceLuidToNameW)
FORWARD(ConvertInterfaceNameToLuidW)
FORWARD(ConvertLengthToIpv4Mask)
FORWARD(GetAdaptersAddresses)
FORWARD(GetIfEntry2)
FORWARD(GetIfTable2)
FORWARD(GetUnicastIpAddressTable)
FORWARD(Icmp6CreateFile)
FORWARD(Icmp6SendEcho2)
FORWARD(IcmpCloseHandle)
FORWARD(IcmpCreateFile)
FORWARD(IcmpSendEcho)
FORWARD(IcmpSendEcho2Ex)
FORWARD(NotifyAddrChange)

/* An MIB_ANYCASTIPADDRESS_TABLE of no rows: no interface here has an anycast address. */
static word no_addresses[2];

__declspec(dllexport) ULONG WINAPI GetAnycastIpAddressTable(USHORT family, void **table) {
    (void)family;
    *table = no_addresses;
    return NO_ERROR;
}

__declspec(dllexport) void WINAPI FreeMibTable(void *table) {
    function wine = (function)(void *)wines("FreeMibTable");
    if (table != no_addresses && wine != NULL) {
        wine((word)table, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }
}
