package dev.fairlead.core.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.InterfaceType;
import dev.fairlead.NetworkInterface;
import dev.fairlead.Path;
import dev.fairlead.Preferences;
import dev.fairlead.core.path.PathChoice.Machine;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PathChoiceTest {
  private static final NetworkInterface WIRED =
      card("eth0", InterfaceType.WIRED, true, "192.0.2.7", "2001:db8::7");
  private static final NetworkInterface MOBILE =
      card("wwan0", InterfaceType.CELLULAR, true, "198.51.100.7");
  private static final NetworkInterface LOOPBACK =
      card("lo", InterfaceType.LOOPBACK, true, "127.0.0.1", "::1");
  private static final Machine MACHINE =
      new Machine(List.of(WIRED, MOBILE, LOOPBACK), true, true, true);

  @Test
  void withoutWishesEverythingThatIsUpIsUsable() {
    assertThat(path(MACHINE, Preferences.defaults()))
        .isEqualTo("satisfied (eth0, wwan0, lo, ipv4, ipv6, dns)");
  }

  @Test
  void aRequiredInterfaceIsTheOnlyOne() {
    assertThat(path(MACHINE, Preferences.defaults().requireInterface("wwan0")))
        .isEqualTo("satisfied (wwan0, ipv4, dns)");
    assertThat(path(MACHINE, Preferences.defaults().requireInterface("eth7")))
        .isEqualTo("unsatisfied (there is no interface eth7)");
  }

  @Test
  void aRequiredInterfaceThatIsDownSaysSo() {
    Machine machine =
        new Machine(
            List.of(card("eth0", InterfaceType.WIRED, false, "192.0.2.7")), false, false, false);
    assertThat(path(machine, Preferences.defaults().requireInterface("eth0")))
        .isEqualTo("unsatisfied (eth0 is down)");
  }

  @Test
  void expensiveMeansCellularHere() {
    assertThat(path(MACHINE, Preferences.defaults().prohibitExpensive()))
        .isEqualTo("satisfied (eth0, lo, ipv4, ipv6, dns)");
  }

  @Test
  void aTypeThatNobodyHasIsNamed() {
    assertThat(path(MACHINE, Preferences.defaults().requireInterfaceType(InterfaceType.WIFI)))
        .isEqualTo("unsatisfied (no interface of the required type wifi is up and has an address)");
  }

  @Test
  void whenAllAreProhibitedThePreferencesAreToBlame() {
    Preferences none =
        Preferences.defaults()
            .prohibit(InterfaceType.WIRED)
            .prohibit(InterfaceType.CELLULAR)
            .prohibitInterface("lo");
    assertThat(path(MACHINE, none))
        .isEqualTo("unsatisfied (the preferences prohibit every interface that is up)");
  }

  @Test
  void aLocalAddressMustBeOurs() {
    InetAddress strange = InetAddress.ofLiteral("192.0.2.99");
    assertThat(path(MACHINE, Preferences.defaults().localAddress(strange)))
        .isEqualTo("unsatisfied (no usable interface has the address 192.0.2.99)");
  }

  @Test
  void aMachineWithLoopbackAloneHasAPathAndNoFamily() {
    Machine machine = new Machine(List.of(LOOPBACK), false, false, false);
    assertThat(path(machine, Preferences.defaults())).isEqualTo("satisfied (lo)");
  }

  @Test
  void aMachineWithoutAnyInterfaceHasNone() {
    Machine machine = new Machine(List.of(), false, false, false);
    assertThat(path(machine, Preferences.defaults()))
        .isEqualTo("unsatisfied (no interface is up and has an address)");
  }

  private static String path(Machine machine, Preferences preferences) {
    Path path = PathChoice.of(machine, preferences.where());
    return path.toString();
  }

  private static NetworkInterface card(
      String name, InterfaceType type, boolean up, String... addresses) {
    return new NetworkInterface(
        name, 1, type, up, List.of(addresses).stream().map(InetAddress::ofLiteral).toList(), 1500);
  }
}
