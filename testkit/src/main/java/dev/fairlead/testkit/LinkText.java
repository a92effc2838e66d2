package dev.fairlead.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// The textual form of a [Link], both ways. See [Link#parse] for the words.
final class LinkText {
  private static final String PERFECT = "perfect";
  private static final List<String> KEYS =
      List.of("delay", "jitter", "rate", "queue", "loss", "duplicate", "corrupt", "reorder", "mtu");
  private static final Map<String, Supplier<Link>> PRESETS = new LinkedHashMap<>();

  static {
    PRESETS.put("lte", Link::lte);
    PRESETS.put("3g", Link::threeG);
    PRESETS.put("edge", Link::edge);
    PRESETS.put("dsl", Link::dsl);
    PRESETS.put("satellite", Link::satellite);
    PRESETS.put("lossy-wifi", Link::lossyWifi);
    PRESETS.put("ethernet", Link::ethernet);
    PRESETS.put(PERFECT, Link::perfect);
  }

  private LinkText() {}

  static List<String> presets() {
    return List.copyOf(PRESETS.keySet());
  }

  static Link parse(String text) {
    Link link = Link.perfect();
    boolean first = true;
    for (String part : text.split(",", -1)) {
      String word = part.strip();
      Supplier<Link> preset = PRESETS.get(word);
      if (preset != null && first) {
        link = preset.get();
      } else if (preset != null) {
        throw new IllegalArgumentException(
            "the preset \"" + word + "\" stands first, for it says everything: " + text);
      } else {
        link = apply(link, word);
      }
      first = false;
    }
    return link;
  }

  private static Link apply(Link link, String word) {
    int equals = word.indexOf('=');
    if (equals < 0) {
      throw new IllegalArgumentException(
          (word.isEmpty() ? "a word is missing" : "\"" + word + "\" is not a link")
              + ": presets are "
              + String.join(", ", presets())
              + "; settings are "
              + String.join(", ", KEYS)
              + ", as in lte,loss=2%,up.rate=1Mbit");
    }
    String key = word.substring(0, equals).strip();
    String value = word.substring(equals + 1).strip();
    if (key.startsWith("up.")) {
      return link.up(change(key.substring(3), value));
    }
    if (key.startsWith("down.")) {
      return link.down(change(key.substring(5), value));
    }
    UnaryOperator<LinkDirection> change = change(key, value);
    return link.up(change).down(change);
  }

  private static UnaryOperator<LinkDirection> change(String key, String value) {
    String[] parts = value.split("/", -1);
    return switch (key) {
      case "delay" -> way -> way.delay(Quantity.time(key, value));
      case "jitter" -> way -> way.jitter(Quantity.time(key, value));
      case "rate" ->
          value.equals("unlimited")
              ? LinkDirection::unlimited
              : way -> way.rate(Quantity.rate(key, value));
      case "queue" ->
          Quantity.isTime(value)
              ? way -> way.queue(Quantity.time(key, value))
              : way -> way.queue(Quantity.size(key, value));
      case "loss" -> way -> way.loss(loss(value, parts));
      case "duplicate" -> way -> way.duplicate(Quantity.share(key, value));
      case "corrupt" -> way -> way.corrupt(Quantity.share(key, value));
      case "reorder" -> reorder(value, parts);
      case "mtu" -> mtu(value, parts);
      default ->
          throw new IllegalArgumentException(
              "\"" + key + "\" is not a setting of a link; there are " + String.join(", ", KEYS));
    };
  }

  private static Loss loss(String value, String[] parts) {
    return switch (parts.length) {
      case 1 -> new Loss.Independent(Quantity.share("loss", value));
      case 2 -> Loss.Bursty.of(Quantity.share("loss", parts[0]), Quantity.count("loss", parts[1]));
      case 4 ->
          new Loss.Bursty(
              Quantity.share("loss", parts[0]),
              Quantity.share("loss", parts[1]),
              Quantity.share("loss", parts[2]),
              Quantity.share("loss", parts[3]));
      default ->
          throw new IllegalArgumentException(
              "loss=" + value + ": loss=2%, loss=2%/3 or loss=1%/30%/90%/0% is needed");
    };
  }

  private static UnaryOperator<LinkDirection> reorder(String value, String[] parts) {
    if (parts.length > 2) {
      throw new IllegalArgumentException(
          "reorder=" + value + ": reorder=1% or reorder=1%/20ms is needed");
    }
    double share = Quantity.share("reorder", parts[0]);
    if (parts.length == 1) {
      return way -> way.reorder(share);
    }
    Duration held = Quantity.time("reorder", parts[1]);
    return way -> way.reorder(share, held);
  }

  private static UnaryOperator<LinkDirection> mtu(String value, String[] parts) {
    boolean silent = parts.length == 2 && parts[1].equals("silent");
    if (!parts[0].matches("[0-9]{1,9}") || (parts.length > 1 && !silent)) {
      throw new IllegalArgumentException(
          "mtu=" + value + ": a number of bytes is needed, mtu=1280 or mtu=1280/silent");
    }
    int bytes = Integer.parseInt(parts[0]);
    return silent ? way -> way.mtuBlackHole(bytes) : way -> way.mtu(bytes);
  }

  static String of(Link link) {
    if (link.up().equals(link.down())) {
      return of(link.up());
    }
    StringJoiner text = new StringJoiner(",");
    List<String> up = words(link.up());
    List<String> down = words(link.down());
    up.stream().filter(down::contains).forEach(text::add);
    up.stream().filter(word -> !down.contains(word)).forEach(word -> text.add("up." + word));
    down.stream().filter(word -> !up.contains(word)).forEach(word -> text.add("down." + word));
    return text.toString();
  }

  static String of(LinkDirection way) {
    List<String> words = words(way);
    return words.isEmpty() ? PERFECT : String.join(",", words);
  }

  private static List<String> words(LinkDirection way) {
    List<String> words = new ArrayList<>();
    time(words, "delay", way.timing().delay());
    time(words, "jitter", way.timing().jitter());
    way.line().rate().ifPresent(rate -> words.add("rate=" + Quantity.rate(rate)));
    way.line().queueBytes().ifPresent(bytes -> words.add("queue=" + Quantity.size(bytes)));
    way.line().queueTime().ifPresent(time -> words.add("queue=" + Quantity.time(time)));
    loss(words, way.loss());
    share(words, "duplicate", way.mischief().duplicate());
    share(words, "corrupt", way.mischief().corrupt());
    if (way.mischief().reorder() > 0) {
      String held = way.mischief().heldBack().map(time -> "/" + Quantity.time(time)).orElse("");
      words.add("reorder=" + Quantity.share(way.mischief().reorder()) + held);
    }
    way.size()
        .mtu()
        .ifPresent(mtu -> words.add("mtu=" + mtu + (way.size().silent() ? "/silent" : "")));
    return words;
  }

  private static void time(List<String> words, String key, Duration time) {
    if (!time.isZero()) {
      words.add(key + "=" + Quantity.time(time));
    }
  }

  private static void share(List<String> words, String key, double share) {
    if (share > 0) {
      words.add(key + "=" + Quantity.share(share));
    }
  }

  private static void loss(List<String> words, Loss loss) {
    switch (loss) {
      case Loss.Independent(double share) -> share(words, "loss", share);
      case Loss.Bursty(double toBad, double toGood, double inBad, double inGood) ->
          words.add(
              "loss="
                  + String.join(
                      "/",
                      Quantity.share(toBad),
                      Quantity.share(toGood),
                      Quantity.share(inBad),
                      Quantity.share(inGood)));
    }
  }
}
