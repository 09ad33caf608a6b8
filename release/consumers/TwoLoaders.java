import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;

/** Runs the program in two class loaders that know nothing of each other, and both are open at once. */
final class TwoLoaders {
    private TwoLoaders() {}

    public static void main(String[] path) throws Exception {
        URL[] urls = new URL[path.length];
        for (int i = 0; i < path.length; i++) {
            urls[i] = new File(path[i]).toURI().toURL();
        }
        try (URLClassLoader one = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
                URLClassLoader other = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            Class<?> first = one.loadClass("dev.consumer.Echo");
            Class<?> second = other.loadClass("dev.consumer.Echo");
            if (first == second) {
                throw new IllegalStateException("it is one class");
            }
            for (Class<?> program : new Class<?>[] {first, second, first}) {
                program.getMethod("main", String[].class).invoke(null, (Object) new String[] {"binding jni taken"});
            }
        }
    }
}
