package dev.fairlead.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// `core` decides and does nothing; and of those who do, only the room behind `Environment` and
/// `Waiter` touches
/// time, chance, threads and waiting.
class PurityTest {
  /// Types that `core` may not even mention.
  private static final Pattern DOING =
      Pattern.compile(
          "java\\.lang\\.(Thread.*|ThreadLocal.*|Process.*|Runtime|System\\$Logger.*)"
              + "|java\\.util\\.(Timer.*|Random|SplittableRandom|Scanner)"
              + "|java\\.util\\.random\\..*|java\\.security\\.SecureRandom|java\\.time\\.Clock"
              + "|java\\.util\\.logging\\..*"
              + "|java\\.util\\.concurrent\\.(?!TimeUnit$).*"
              + "|java\\.net\\.(.*Socket|.*SocketImpl|NetworkInterface|URLConnection|http\\..*)"
              + "|java\\.nio\\.(channels|file)\\..*"
              + "|java\\.io\\.(File.*|RandomAccessFile|Console|PrintStream)"
              + "|javax\\..*|io\\.netty\\..*|org\\.slf4j\\..*");

  private static final Set<String> LOOKUPS =
      Set.of(
          "getByName",
          "getAllByName",
          "getLocalHost",
          "getHostName",
          "getCanonicalHostName",
          "isReachable");

  /// Calls that wait, on whatever they are made.
  private static final List<Waiting> WAITING =
      List.of(
          new Waiting("java.util.concurrent.locks.LockSupport", "park.*|unpark"),
          new Waiting("java.util.concurrent.locks.Condition", "await.*"),
          new Waiting("java.util.concurrent.Future", "get|join"),
          new Waiting("java.util.concurrent.CompletionStage", "get|join"),
          new Waiting("io.netty.util.concurrent.Future", "get|await.*|sync.*"),
          new Waiting("java.util.concurrent.CountDownLatch", "await"),
          new Waiting("java.util.concurrent.CyclicBarrier", "await"),
          new Waiting("java.util.concurrent.Phaser", "await.*|arriveAndAwait.*"),
          new Waiting("java.util.concurrent.Semaphore", "acquire.*"),
          new Waiting("java.util.concurrent.BlockingQueue", "take|put"),
          new Waiting("java.util.concurrent.ExecutorService", "awaitTermination|invoke.*"),
          new Waiting("java.lang.Object", "wait"),
          new Waiting("java.lang.Thread", "sleep|join"),
          new Waiting("java.util.concurrent.TimeUnit", "sleep"));

  @Test
  void coreMentionsNothingThatActs() {
    TreeSet<String> wrong = new TreeSet<>();
    for (JavaClass type : Classes.of("core")) {
      type.getDirectDependenciesFromSelf().stream()
          .filter(arrow -> DOING.matcher(arrow.getTargetClass().getName()).matches())
          .forEach(arrow -> wrong.add(arrow.getDescription()));
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void coreAsksNeitherClockNorChanceNorEnvironmentNorNameService() {
    assertThat(
            accesses(
                List.of("core"),
                (access, in) ->
                    isOn(access, "java.lang.System") && !access.getName().equals("arraycopy")
                        || isClockOrChance(access)
                        || isOn(access, "java.net.InetAddress")
                            && LOOKUPS.contains(access.getName())))
        .isEmpty();
  }

  @Test
  void onlyTheEnvironmentAsksForTimeChanceAndThreads() {
    assertThat(
            accesses(
                Tree.LIBRARY,
                (access, in) -> (isClockOrChance(access) || startsThread(access)) && !isRoom(in)))
        .as("ask the Environment instead")
        .isEmpty();
  }

  @Test
  void onlyTheWaiterWaits() {
    assertThat(
            accesses(
                Tree.LIBRARY,
                (access, in) ->
                    WAITING.stream().anyMatch(waiting -> waiting.matches(access)) && !isRoom(in)))
        .as("park in the Waiter instead; for a future that is done, resultNow() does not wait")
        .isEmpty();
  }

  @Test
  void namesAreLookedUpByTheSystemSourceOnly() {
    assertThat(
            accesses(
                Tree.LIBRARY,
                (access, in) ->
                    isOn(access, "java.net.InetAddress")
                        && LOOKUPS.contains(access.getName())
                        && !in.getName().matches(".*[.$](System|Platform)\\w*")))
        .isEmpty();
  }

  private static SortedSet<String> accesses(
      List<String> modules, BiPredicate<JavaAccess<?>, JavaClass> isWrong) {
    TreeSet<String> found = new TreeSet<>();
    for (String module : modules) {
      for (JavaClass type : Classes.of(module)) {
        type.getAccessesFromSelf().stream()
            .filter(access -> isWrong.test(access, type))
            .forEach(access -> found.add(access.getDescription()));
      }
    }
    return found;
  }

  private static boolean isClockOrChance(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String name = access.getName();
    return owner.startsWith("java.time.") && name.equals("now")
        || owner.equals("java.time.Clock") && (name.startsWith("system") || name.startsWith("tick"))
        || owner.equals("java.lang.System")
            && (name.equals("nanoTime") || name.equals("currentTimeMillis"))
        || owner.equals("java.lang.Math") && name.equals("random")
        || owner.equals("java.util.UUID") && name.equals("randomUUID")
        || owner.equals("java.util.concurrent.ThreadLocalRandom") && name.equals("current")
        || name.equals("<init>")
            && Set.of(
                    "java.util.Random", "java.util.SplittableRandom", "java.security.SecureRandom")
                .contains(owner);
  }

  private static boolean startsThread(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String name = access.getName();
    return access.getTargetOwner().isAssignableTo(Thread.class)
            && Set.of("<init>", "startVirtualThread", "ofVirtual", "ofPlatform").contains(name)
        || owner.equals("java.util.concurrent.Executors")
        || owner.equals("java.util.concurrent.ForkJoinPool") && name.equals("commonPool")
        || owner.equals("java.util.concurrent.CompletableFuture") && isOnTheCommonPool(access);
  }

  /// The `…Async` methods without an executor run on the common pool, which no environment
  /// controls.
  private static boolean isOnTheCommonPool(JavaAccess<?> access) {
    return access.getName().endsWith("Async")
        && access instanceof com.tngtech.archunit.core.domain.JavaMethodCall call
        && call.getTarget().getRawParameterTypes().stream()
            .noneMatch(type -> type.getName().equals("java.util.concurrent.Executor"));
  }

  /// The room: the environment of a real system, and what waits for it, with their nested types.
  private static boolean isRoom(JavaClass type) {
    JavaClass outermost = type;
    while (outermost.getEnclosingClass().isPresent()) {
      outermost = outermost.getEnclosingClass().get();
    }
    return outermost.getName().equals("dev.fairlead.engine.SystemEnvironment")
        || outermost.getAllRawInterfaces().stream()
            .anyMatch(parent -> parent.getName().equals("dev.fairlead.engine.spi.Waiter"));
  }

  private static boolean isOn(JavaAccess<?> access, String type) {
    return access.getTargetOwner().isAssignableTo(type);
  }

  private record Waiting(String type, String method) {
    boolean matches(JavaAccess<?> access) {
      return isOn(access, type) && access.getName().matches(method);
    }
  }
}
