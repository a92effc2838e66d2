package dev.fairlead.testkit.time;

import dev.fairlead.engine.spi.Waiter;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Time and turns of one world. Of all its threads exactly one runs; when it waits in
/// [#waiter()], the next that is ready runs, in the order in which they became ready. When none is,
/// the driver runs what the event loop has to do, and when nothing is left to do it moves the clock
/// to what is due next.
///
/// ```
///  test thread ──waits──▶ thread 3 ──waits──▶ driver: tasks … next due: clock moves … wakes the
///  test thread ◀──────────────────────────────────────────────────────────── test thread, waits
/// ```
public final class Turns {
  /// So many events at one moment mean that time stands still.
  private static final int EVENTS_AT_ONCE_MAX = 2_000_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Thread, Participant> known = new ConcurrentHashMap<>();
  private final List<Participant> alive = new ArrayList<>();
  private final ArrayDeque<Participant> ready = new ArrayDeque<>();
  private final Agenda agenda = new Agenda();
  private final Function<String, Error> stalled;
  private final long horizonNanos;
  private final Participant tester;
  private final Participant driver;
  private final WorldLoop loop;
  private final Waits waits = new Waits(this);
  private final Watchdog watchdog;
  private int made;
  private int eventsAtOnce;
  private boolean driverQueued;
  private @Nullable Due loopAlarm;
  private @Nullable Error broken;
  private boolean ending;
  private boolean closed;
  private volatile long nowNanos;
  private volatile Participant holder;
  private final AtomicLong switches = new AtomicLong();

  /// A world of the calling thread.
  ///
  /// @param stalled makes the error of a world that cannot go on
  /// @param horizon how long the world may run before it counts as one that runs forever
  /// @param patience how long in real time a thread may hold the turn; zero for any time
  public Turns(Function<String, Error> stalled, Duration horizon, Duration patience) {
    this.stalled = stalled;
    this.horizonNanos = horizon.toNanos();
    this.tester = participant("test");
    this.tester.thread = Thread.currentThread();
    this.tester.state = Participant.State.RUNNING;
    known.put(Thread.currentThread(), tester);
    this.holder = tester;
    this.driver = participant("network");
    this.loop = new WorldLoop(new WorldLoop.Clock(this), this::loopWoken);
    Thread thread = thread(driver, this::drive);
    loop.setOwningThread(thread);
    driver.state = Participant.State.WAITING;
    thread.start();
    this.watchdog = new Watchdog(this, patience);
    watchdog.start();
  }

  /// Nanoseconds since the world began.
  public long now() {
    return nowNanos;
  }

  /// The loop of all channels.
  public EventLoop loop() {
    return loop;
  }

  /// Where the threads of this world wait.
  public Waiter waiter() {
    return waits;
  }

  /// Whether the calling thread is the one that made the world.
  public boolean isTester() {
    return Thread.currentThread().equals(tester.thread);
  }

  /// Enters an event, which runs as a task of the loop.
  public Due at(long nanos, Runnable event) {
    lock.lock();
    try {
      return agenda.enter(Math.max(nanos, nowNanos), event);
    } finally {
      lock.unlock();
    }
  }

  /// A thread of this world, to be started by the caller at once.
  public Thread newThread(String name, Runnable work) {
    return made(name, work, false);
  }

  /// Runs `work` on a thread of this world, which begins when its turn comes.
  public Thread start(String name, Runnable work) {
    return made(name, work, true);
  }

  private Thread made(String name, Runnable work, boolean byItself) {
    lock.lock();
    try {
      Participant it = participant(name);
      it.startsByItself = byItself;
      Thread thread = thread(it, work);
      ready.add(it);
      return thread;
    } finally {
      lock.unlock();
    }
  }

  private Participant participant(String name) {
    Participant it = new Participant(name, made++);
    it.sinceNanos = nowNanos;
    alive.add(it);
    return it;
  }

  private Thread thread(Participant it, Runnable work) {
    Thread thread =
        Thread.ofVirtual()
            .name(it.name)
            .unstarted(
                () -> {
                  it.awaitTurn();
                  try {
                    if (!it.ending) {
                      work.run();
                    }
                  } catch (WorldOver over) {
                    // Its world is gone, and it with it.
                  } finally {
                    ended(it);
                  }
                });
    it.thread = thread;
    known.put(thread, it);
    return thread;
  }

  private void ended(Participant it) {
    lock.lock();
    try {
      it.state = Participant.State.ENDED;
      alive.remove(it);
      if (it.thread != null) {
        known.remove(it.thread);
      }
    } finally {
      lock.unlock();
    }
    if (!closed) {
      next().give();
    }
  }

  /// Lets the calling thread rest while the world goes on.
  ///
  /// @throws InterruptedException when it is interrupted
  public void sleep(long nanos) throws InterruptedException {
    Object rest = new Rest();
    long until = nowNanos + Math.max(nanos, 0);
    do {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while it slept in a simulated world");
      }
      wait(rest, Math.max(until - nowNanos, 0));
    } while (nowNanos < until);
  }

  private record Rest() {
    @Override
    public String toString() {
      return "sleep";
    }
  }

  /// @param nanos how long at most, negative for any time
  void wait(Object blocker, long nanos) {
    Participant me = known.get(Thread.currentThread());
    if (me == null) {
      throw new IllegalStateException(
          "a thread that does not belong to this simulated world would wait in it: "
              + Thread.currentThread()
              + "; start it with world.start(name, task)");
    }
    lock.lock();
    try {
      endIfBroken(me);
      if (me.permit || me.isInterrupted() || me.ending) {
        me.permit = false;
        if (me.ending) {
          throw new WorldOver();
        }
        return;
      }
      me.state = Participant.State.WAITING;
      me.blocker = blocker;
      me.sinceNanos = nowNanos;
      if (nanos >= 0) {
        long until = nowNanos + nanos < 0 ? Long.MAX_VALUE : nowNanos + nanos;
        me.alarm = agenda.enter(until, () -> wake(me));
      }
    } finally {
      lock.unlock();
    }
    switchFrom(me);
    Error failure = me.failure;
    me.failure = null;
    if (failure != null) {
      throw failure;
    }
    if (me.ending && me != tester) {
      throw new WorldOver();
    }
  }

  private void endIfBroken(Participant me) {
    if (broken != null && me == tester) {
      throw broken;
    }
    if (closed && me != tester) {
      throw new WorldOver();
    }
  }

  private void switchFrom(Participant me) {
    Participant next = next();
    if (next != me) {
      next.give();
      me.awaitTurn();
    }
  }

  /// Who is next: whoever is ready, else the driver.
  private Participant next() {
    lock.lock();
    try {
      for (int i = 0; i < alive.size(); i++) {
        Participant each = alive.get(i);
        if (each.state == Participant.State.WAITING && each != driver && each.isInterrupted()) {
          wake(each);
        }
      }
      Participant first = ready.poll();
      Participant next = first == null ? driver : first;
      if (next == driver) {
        driverQueued = false;
      }
      next.state = Participant.State.RUNNING;
      holder = next;
      switches.incrementAndGet();
      return next;
    } finally {
      lock.unlock();
    }
  }

  /// Makes one that waits ready.
  private void wake(Participant it) {
    lock.lock();
    try {
      if (it.state == Participant.State.WAITING) {
        it.state = Participant.State.READY;
        it.blocker = null;
        if (it.alarm != null) {
          it.alarm.cancel();
          it.alarm = null;
        }
        ready.add(it);
      }
    } finally {
      lock.unlock();
    }
  }

  void unpark(Thread thread) {
    Participant it = known.get(thread);
    if (it == null) {
      return;
    }
    lock.lock();
    try {
      if (it.state == Participant.State.WAITING && it != driver) {
        wake(it);
      } else {
        it.permit = true;
      }
    } finally {
      lock.unlock();
    }
  }

  private void loopWoken() {
    lock.lock();
    try {
      if (!driverQueued && holder != driver) {
        driverQueued = true;
        ready.add(driver);
      }
    } finally {
      lock.unlock();
    }
  }

  private void drive() {
    while (!closed) {
      while (loop.runNow() > 0) {
        // Until nothing is left that this moment demands.
      }
      alarmLoop();
      Runnable event = someoneIsReady() ? null : due();
      if (event != null) {
        switches.incrementAndGet();
        event.run();
      } else {
        driver.state = Participant.State.WAITING;
        switchFrom(driver);
      }
    }
    loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    while (!loop.isTerminated()) {
      loop.runNow();
    }
  }

  private boolean someoneIsReady() {
    lock.lock();
    try {
      return !ready.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /// The agenda knows when the loop's next timer is due.
  private void alarmLoop() {
    long due = loop.dueNanos();
    Due set = loopAlarm;
    if (set != null && set.isPending()) {
      if (set.atNanos() == due) {
        return;
      }
      set.cancel();
    }
    loopAlarm = due < 0 ? null : at(due, () -> {});
  }

  /// The next event, with the clock at its time; null when somebody else goes on.
  private @Nullable Runnable due() {
    lock.lock();
    try {
      long next = agenda.nextNanos();
      if (next < 0 || next > horizonNanos && !ending) {
        stall(next);
        return null;
      }
      eventsAtOnce = next > nowNanos ? 0 : eventsAtOnce + 1;
      if (eventsAtOnce > EVENTS_AT_ONCE_MAX) {
        eventsAtOnce = 0;
        fail(
            "time stands still: "
                + EVENTS_AT_ONCE_MAX
                + " events at one moment; a link without any delay lets two hosts talk forever");
        return null;
      }
      nowNanos = next;
      return agenda.poll();
    } finally {
      lock.unlock();
    }
  }

  private void stall(long nextNanos) {
    fail(
        nextNanos < 0
            ? "everybody waits and nothing is due"
            : "the world has run for " + Duration.ofNanos(nowNanos) + ", its horizon");
  }

  /// Ends the wait of the thread that made the world with an error.
  private void fail(String what) {
    tester.failure = stalled.apply(what + Situation.describe(nowNanos, alive));
    wake(tester);
  }

  /// Called by the watchdog, in real time: `holder` does not let go.
  void breakUp(Participant stuck, String stack) {
    lock.lock();
    try {
      Error error = stalled.apply(Situation.stuck(stuck.name, watchdog.patience(), stack));
      broken = error;
      if (stuck == tester) {
        // It cannot be made to throw, but what it blocks in may be interrupted.
        interrupt(tester);
      } else {
        tester.failure = error;
        tester.state = Participant.State.READY;
        tester.give();
      }
    } finally {
      lock.unlock();
    }
  }

  Participant holder() {
    return holder;
  }

  long switches() {
    return switches.get();
  }

  /// The error of a world that broke, null of one that did not.
  public @Nullable Error broken() {
    return broken;
  }

  /// The world is about to be closed: it may now go on beyond its horizon.
  public void ending() {
    ending = true;
  }

  /// Ends all threads of this world. Called by the thread that made it.
  public void close() {
    if (broken == null) {
      endAll(false);
      endAll(true);
    }
    watchdog.stop();
    List<Participant> rest;
    lock.lock();
    try {
      closed = true;
      alive.remove(tester);
      rest = List.copyOf(alive);
    } finally {
      lock.unlock();
    }
    known.values().remove(tester);
    for (Participant each : rest) {
      each.ending = true;
      if (broken != null) {
        interrupt(each);
      }
      each.give();
    }
  }

  private static void interrupt(Participant it) {
    if (it.thread != null) {
      it.thread.interrupt();
    }
  }

  /// Interrupts all that wait, then, with `hard`, ends their next wait with an error; and lets them
  /// run for a while.
  private void endAll(boolean hard) {
    for (int round = 0; round < 3 && alive.size() > 2; round++) {
      List<Participant> rest = new ArrayList<>(alive);
      for (Participant each : rest) {
        if (each != tester && each != driver) {
          each.ending = hard;
          interrupt(each);
        }
      }
      try {
        sleep(1_000_000);
      } catch (InterruptedException again) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
