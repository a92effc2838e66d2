package dev.fairlead.engine.interfaces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.InterfaceType;
import dev.fairlead.NetworkInterface;
import dev.fairlead.engine.spi.InterfaceSource.Snapshot;
import dev.fairlead.engine.spi.InterfaceSource.Watch;
import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
final class NetlinkInterfacesTest {
  @Test
  void theKernelTellsWhatJavaSees() throws Exception {
    try (NetlinkInterfaces source = NetlinkInterfaces.open(Thread.ofPlatform().factory())) {
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
    try (NetlinkInterfaces source = NetlinkInterfaces.open(threads)) {
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
