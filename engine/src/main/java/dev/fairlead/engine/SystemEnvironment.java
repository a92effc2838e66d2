package dev.fairlead.engine;

import dev.fairlead.engine.spi.Environment;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/// The real time, chance and threads. No other class asks the system for them.
final class SystemEnvironment {
  /// Whether `FAIRLEAD_LOG=trace` asks for the transcript of every machine.
  static final boolean TRACED = "trace".equals(System.getenv("FAIRLEAD_LOG"));

  private static final AtomicInteger LOOPS = new AtomicInteger();

  private SystemEnvironment() {}

  /// The environment of a network.
  ///
  /// @param handlers where handlers run, empty for a virtual thread each
  static Environment of(Optional<Executor> handlers) {
    ThreadFactory virtual = Thread.ofVirtual().name("fairlead-", 0).factory();
    Executor perTask = task -> virtual.newThread(task).start();
    return new Environment(
        System::nanoTime,
        Clock.systemUTC(),
        new SecureRandom(),
        handlers.orElse(perTask),
        perTask,
        virtual,
        SystemEnvironment::loopThread,
        new ParkingWaiter());
  }

  private static Thread loopThread(Runnable work) {
    // Netty keeps its buffers' recyclers for threads of this kind only.
    Thread thread = new FastThreadLocalThread(work, "fairlead-loop-" + LOOPS.incrementAndGet());
    // A program ends when its own threads do.
    thread.setDaemon(true);
    return thread;
  }
}
