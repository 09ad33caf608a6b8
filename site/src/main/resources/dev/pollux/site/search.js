// The search of the site. It needs no server: what it looks through is a script beside it, which is loaded when a reader begins to type.
(() => {
    const MOST = 20;
    const form = document.querySelector(".search");
    const field = form.querySelector("input");
    const panel = form.querySelector(".results");
    const list = panel.querySelector("ol");
    const status = panel.querySelector("[role=status]");
    const root = form.dataset.root;
    let entries = null;
    let isLoading = false;

    form.hidden = false; // without scripts there is no search, and no field that does nothing

    function load() {
        if (!isLoading) {
            isLoading = true;
            status.textContent = "Loading …";
            const script = document.createElement("script");
            script.src = root + "search-index.js";
            script.onerror = () => status.textContent = "search-index.js cannot be loaded.";
            document.head.append(script);
        }
    }

    window.polluxSearch = (read) => {
        entries = read.map(([link, title, place, text]) => {
            return {link, title, place, text, low: [title, place, text].map((each) => each.toLowerCase())};
        });
        show();
    };

    /** How well an entry has all the words, or 0. A word in a title counts more than one in a text. */
    function score(entry, words) {
        const [title, place, text] = entry.low;
        let sum = 0;
        for (const word of words) {
            const points = (title === word ? 40 : 0)
                    + (title.startsWith(word) ? 20 : title.includes(word) ? 10 : 0)
                    + (place.includes(word) ? 4 : 0)
                    + Math.min(5, text.split(word).length - 1);
            if (points === 0) {
                return 0;
            }
            sum += points;
        }
        return sum;
    }

    /** Text with its found words marked. Nothing of it is taken for HTML. */
    function marked(text, words) {
        const pattern = new RegExp("(" + words.map((each) => each.replace(/[\\^$.*+?()[\]{}|\/]/g, "\\$&")).join("|") + ")", "giu");
        return text.split(pattern).map((part, i) => {
            if (i % 2 === 0) {
                return part;
            }
            const mark = document.createElement("mark");
            mark.textContent = part;
            return mark;
        });
    }

    function excerpt(entry, words) {
        const at = Math.max(0, ...words.map((word) => entry.low[2].indexOf(word)));
        const from = at < 60 ? 0 : entry.text.lastIndexOf(" ", at - 40) + 1;
        return (from > 0 ? "… " : "") + entry.text.slice(from, from + 140);
    }

    function line(entry, words) {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = root + entry.link;
        const title = document.createElement("strong");
        title.append(...marked(entry.title, words));
        link.append(title);
        if (entry.place) {
            const place = document.createElement("span");
            place.append(" ", ...marked(entry.place, words));
            link.append(place);
        }
        if (entry.text) {
            const text = document.createElement("small");
            text.append(...marked(excerpt(entry, words), words));
            link.append(text);
        }
        item.append(link);
        return item;
    }

    function show() {
        const words = field.value.toLowerCase().split(/\s+/).filter((each) => each);
        panel.hidden = words.length === 0;
        list.replaceChildren();
        if (panel.hidden || entries === null) {
            return;
        }
        const found = entries.map((entry) => [score(entry, words), entry])
            .filter(([points]) => points > 0)
            .sort(([a], [b]) => b - a);
        status.textContent = found.length === 0 ? "Nothing has all of these words."
            : found.length > MOST ? `The best ${MOST} of ${found.length}` : `${found.length} found`;
        list.append(...found.slice(0, MOST).map(([, entry]) => line(entry, words)));
    }

    /** The arrows go through the field and the results. */
    function move(step) {
        const stops = [field, ...list.querySelectorAll("a")];
        stops[(stops.indexOf(document.activeElement) + step + stops.length) % stops.length].focus();
    }

    function close() {
        field.value = "";
        show();
        field.focus();
    }

    for (const kind of ["focus", "input"]) {
        field.addEventListener(kind, () => {
            load();
            show();
        });
    }
    form.addEventListener("submit", (event) => {
        event.preventDefault();
        list.querySelector("a")?.click(); // Enter takes the best
    });
    form.addEventListener("keydown", (event) => {
        const keys = {ArrowDown: () => move(1), ArrowUp: () => move(-1), Escape: close};
        if (keys[event.key] && !panel.hidden) {
            event.preventDefault();
            keys[event.key]();
        }
    });
    document.addEventListener("click", (event) => {
        panel.hidden = !form.contains(event.target) || field.value.trim() === "";
    });
    document.addEventListener("keydown", (event) => {
        const isTyped = event.target.matches("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey;
        if (event.key === "/" && !isTyped) {
            event.preventDefault();
            field.focus();
        }
    });
})();
