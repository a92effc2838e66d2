package dev.fairlead.engine.interfaces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.InterfaceType;
import dev.fairlead.NetworkInterface;
import dev.fairlead.engine.spi.InterfaceSource;
import dev.fairlead.engine.spi.InterfaceSource.Snapshot;
import dev.fairlead.engine.spi.InterfaceSource.Watch;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
final class NetlinkInterfacesTest {
  private static final Snapshot ELSEWHERE = new Snapshot(List.of(), true, false, "elsewhere");

  private final Other other = new Other();

  /// What is asked when the kernel does not tell any more.
  private static final class Other implements InterfaceSource {
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    @Override
    public Snapshot now() {
      return ELSEWHERE;
    }

    @Override
    public Watch onChange(Runnable changed) {
      listeners.add(changed);
      return () -> listeners.remove(changed);
    }

    @Override
    public void close() {
      listeners.clear();
    }
  }

  /// A kernel that fails once it is told to.
  private record Failing(CountDownLatch fails) implements KernelNews {
    @Override
    public @Nullable ByteBuffer receive() throws IOException {
      try {
        fails.await();
      } catch (InterruptedException e) {
        throw new InterruptedIOException("interrupted");
      }
      throw new IOException("the kernel fails on purpose");
    }

    @Override
    public boolean drain() {
      return false;
    }

    @Override
    public void stop() {
      fails.countDown();
    }

    @Override
    public void close() {}
  }

  @Test
  void whenTheKernelStopsTellingTheListenersGoOverToTheOtherSource() throws Exception {
    CountDownLatch fails = new CountDownLatch(1);
    CountDownLatch told = new CountDownLatch(1);
    try (NetlinkInterfaces source =
        NetlinkInterfaces.open(
            Thread.ofPlatform().daemon().factory(), other, groups -> new Failing(fails))) {
      Watch watch = source.onChange(told::countDown);
      assertThat(source.watchesCheaply()).isTrue();
      assertThat(other.listeners).isEmpty();
      fails.countDown();
      assertThat(told.await(10, TimeUnit.SECONDS)).as("a change may have been missed").isTrue();
      assertThat(other.listeners).hasSize(1);
      assertThat(source.now()).isEqualTo(ELSEWHERE);
      assertThat(source.watchesCheaply()).isFalse();
      Watch later = source.onChange(() -> {});
      assertThat(other.listeners).hasSize(2);
      later.close();
      watch.close();
      assertThat(other.listeners).isEmpty();
    }
  }

  @Test
  void whenTheKernelDoesNotBeginToTellTheOtherSourceDoes() throws Exception {
    KernelNews.Beginning never =
        groups -> {
          throw new IOException("no socket on purpose");
        };
    try (NetlinkInterfaces source =
        NetlinkInterfaces.open(Thread.ofPlatform().daemon().factory(), other, never)) {
      assertThat(source.now().interfaces()).isNotEmpty();
      Watch watch = source.onChange(() -> {});
      assertThat(other.listeners).hasSize(1);
      watch.close();
    }
  }

  @Test
  void theKernelTellsWhatJavaSees() throws Exception {
    try (NetlinkInterfaces source = NetlinkInterfaces.open(Thread.ofPlatform().factory(), other)) {
      Snapshot now = source.now();
      for (var each : Collections.list(java.net.NetworkInterface.getNetworkInterfaces())) {
        NetworkInterface told =
            now.interfaces().stream()
                .filter(it -> it.name().equals(each.getName()))
                .findFirst()
                .orElseThrow();
        List<InetAddress> addresses = Collections.list(each.getInetAddresses());
        assertThat(told.addresses()).containsExactlyInAnyOrderElementsOf(addresses);
        assertThat(told.index()).isEqualTo(each.getIndex());
        assertThat(told.mtu()).isEqualTo(each.getMTU());
        assertThat(told.type() == InterfaceType.LOOPBACK).isEqualTo(each.isLoopback());
      }
    }
  }

  @Test
  void theListenerEndsWithTheLastWatch() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    ThreadFactory threads =
        work ->
            Thread.ofPlatform()
                .daemon()
                .unstarted(
                    () -> {
                      work.run();
                      ended.countDown();
                    });
    try (NetlinkInterfaces source = NetlinkInterfaces.open(threads, other)) {
      Watch first = source.onChange(() -> {});
      Watch second = source.onChange(() -> {});
      first.close();
      assertThat(ended.getCount()).isOne();
      assertThat(source.now().interfaces()).isNotEmpty();
      second.close();
      assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }
}
