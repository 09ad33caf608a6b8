import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** Installs the bundles in a framework, starts those that are no fragments, and runs the program in the last one. */
final class OsgiStart {
    private OsgiStart() {}

    public static void main(String[] jars) throws Exception {
        Framework framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow()
                .newFramework(Map.of(Constants.FRAMEWORK_STORAGE, "cache", Constants.FRAMEWORK_STORAGE_CLEAN, "onFirstInit"));
        framework.start();
        try {
            run(framework, jars);
        } finally {
            framework.stop(); // else its threads go on, and so does the process
            framework.waitForStop(0);
        }
    }

    private static void run(Framework framework, String[] jars) throws Exception {
        List<Bundle> bundles = new ArrayList<>();
        for (String jar : jars) {
            bundles.add(framework.getBundleContext().installBundle(new File(jar).toURI().toString()));
        }
        for (Bundle bundle : bundles) {
            if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
                bundle.start();
            }
        }
        for (Bundle bundle : bundles) {
            boolean fragment = bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
            if (bundle.getState() != (fragment ? Bundle.RESOLVED : Bundle.ACTIVE)) {
                throw new IllegalStateException(bundle + " is in state " + bundle.getState());
            }
            System.out.println(bundle.getSymbolicName() + " " + bundle.getVersion() + (fragment ? ": resolved" : ": active"));
        }
        bundles.get(bundles.size() - 1)
                .loadClass("dev.consumer.Echo")
                .getMethod("main", String[].class)
                .invoke(null, (Object) new String[] {"binding jni taken"});
    }
}
