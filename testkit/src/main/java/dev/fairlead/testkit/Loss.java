package dev.fairlead.testkit;

/// How packets get lost on the way, on one [LinkDirection].
public sealed interface Loss {
  /// Nothing is lost.
  Loss NONE = new Independent(0);

  /// The share of packets that is lost in the long run, 0 to 1.
  double share();

  /// Each packet is lost or not, whatever became of the one before it.
  ///
  /// @param share how likely that is, 0 to 1
  record Independent(double share) implements Loss {
    /// Checks the share.
    public Independent {
      share = Shares.checked("loss", share);
    }
  }

  /// Losses come in bursts: the model of Gilbert and Elliott. The link is *good* or *bad*; with
  /// each
  /// packet it may change, and then the packet is lost as often as the state has it.
  ///
  /// @param toBad how likely a good link becomes bad at a packet
  /// @param toGood how likely a bad link becomes good at a packet, more than 0
  /// @param lossInBad how likely a packet is lost while the link is bad
  /// @param lossInGood how likely a packet is lost while the link is good
  record Bursty(double toBad, double toGood, double lossInBad, double lossInGood) implements Loss {
    /// Checks the shares.
    public Bursty {
      toBad = Shares.checked("the way to bad", toBad);
      toGood = Shares.checked("the way to good", toGood);
      lossInBad = Shares.checked("the loss while bad", lossInBad);
      lossInGood = Shares.checked("the loss while good", lossInGood);
      if (toGood == 0) {
        throw new IllegalArgumentException("a link that stays bad for ever is a black hole");
      }
    }

    /// Bursts in which everything is lost, and nothing between them.
    ///
    /// @param share the share of packets that is lost in the long run, 0 to less than 1
    /// @param burst how many packets a burst takes on average, at least 1
    public static Bursty of(double share, double burst) {
      if (!(burst >= 1)) {
        throw new IllegalArgumentException("a burst is at least 1 packet long, not " + burst);
      }
      if (!(share < 1)) {
        throw new IllegalArgumentException("bursts of loss leave something between them");
      }
      double toGood = 1 / burst;
      double toBad = share * toGood / (1 - share);
      if (toBad > 1) {
        throw new IllegalArgumentException(
            "bursts of " + burst + " packets cannot lose " + share + " of all: make them longer");
      }
      return new Bursty(toBad, toGood, 1, 0);
    }

    @Override
    public double share() {
      return (toBad * lossInBad + toGood * lossInGood) / (toBad + toGood);
    }

    /// How many packets the link stays bad for, on average.
    public double burst() {
      return 1 / toGood;
    }
  }
}
