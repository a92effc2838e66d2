package dev.fairlead.engine.interfaces;

import dev.fairlead.InterfaceType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What kind of link an interface is, as far as the system's own tables tell. Names are never
/// guessed from.
final class LinkTypes {
  private static final Path CLASS = Path.of("/sys/class/net");

  /// ARPHRD_LOOPBACK and ARPHRD_ETHER in linux/if_arp.h.
  private static final String LOOPBACK = "772";

  private static final String ETHERNET = "1";

  private LinkTypes() {}

  /// The type.
  ///
  /// @param virtual whether it is known to stand on no hardware of its own
  static InterfaceType of(String name, boolean virtual) {
    Path entry = CLASS.resolve(name);
    if (!Files.isDirectory(entry)) {
      return InterfaceType.OTHER;
    }
    if (Files.exists(entry.resolve("wireless")) || Files.exists(entry.resolve("phy80211"))) {
      return InterfaceType.WIFI;
    }
    String type = read(entry.resolve("type"));
    if (type.equals(LOOPBACK)) {
      return InterfaceType.LOOPBACK;
    }
    String kind = read(entry.resolve("uevent"));
    if (kind.contains("DEVTYPE=wwan")) {
      return InterfaceType.CELLULAR;
    }
    if (kind.contains("DEVTYPE=wlan")) {
      return InterfaceType.WIFI;
    }
    // What stands on hardware has a link to it; bridges, tunnels and virtual pairs have none.
    boolean hardware = Files.exists(entry.resolve("device"));
    return type.equals(ETHERNET) && hardware && !virtual
        ? InterfaceType.WIRED
        : InterfaceType.OTHER;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException goneMeanwhile) {
      return "";
    }
  }
}
