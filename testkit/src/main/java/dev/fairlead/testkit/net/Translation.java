package dev.fairlead.testkit.net;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// What a router does to addresses.
public interface Translation {
  /// Nothing.
  Translation NONE =
      new Translation() {
        @Override
        public Packet inbound(Port at, Packet packet) {
          return packet;
        }

        @Override
        public Packet outbound(Port from, Port to, Packet packet) {
          return packet;
        }

        @Override
        public boolean announces(Port port) {
          return true;
        }

        @Override
        public boolean claims(InetAddress address) {
          return false;
        }
      };

  /// The packet as it goes on, before its way is chosen; null when it must not.
  @Nullable Packet inbound(Port at, Packet packet);

  /// The packet as it leaves; null when it must not.
  @Nullable Packet outbound(Port from, Port to, Packet packet);

  /// Whether the world may know of the network behind this interface.
  boolean announces(Port port);

  /// Whether packets to this address come here to be translated.
  boolean claims(InetAddress address);
}
