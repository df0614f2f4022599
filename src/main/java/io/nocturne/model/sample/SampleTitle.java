package io.nocturne.model.sample;

import java.util.Set;

/** Invents titles such as {@code The Silent Harbour (Mystery, 1987)}. */
final class SampleTitle {

  private static final String[] ONSETS = {
    "Bel", "Cor", "Dra", "El", "Fen", "Gal", "Hal", "Is", "Kar", "Lor", "Mar", "Nor", "Or", "Per",
    "Quin", "Ros", "Sel", "Tor", "Ul", "Vel", "Wen", "Yar", "Zan", "Él", "Sø", "Brü", "Čar", "Ñan"
  };

  private static final String[] MIDDLES = {"a", "i", "o", "an", "en", "ir", "or", "ul", "é", "ö"};

  private static final String[] ENDS = {
    "bra", "dan", "gard", "lia", "mon", "na", "nor", "ra", "ric", "sa", "thal", "ven", "wick", "zia"
  };

  /** Redraws before a sequel is numbered; only catalogues of many thousands need that. */
  private static final int ATTEMPTS = 50;

  private SampleTitle() {}

  /** A title whose name is none of those taken; the name is added to them. */
  static String invent(SampleRandom random, Genre genre, Set<String> taken) {
    String name = name(random, genre);
    for (int i = 0; i < ATTEMPTS && taken.contains(name); i++) {
      name = name(random, genre);
    }
    String distinct = name;
    for (int part = 2; !taken.add(distinct); part++) {
      distinct = name + " " + part;
    }
    return distinct + " (" + genre.label() + ", " + (1950 + random.below(75)) + ")";
  }

  private static String name(SampleRandom random, Genre genre) {
    String adjective = genre.adjective(random);
    String noun = genre.noun(random);
    return switch (random.weighted(40, 12, 12, 12, 12, 5, 4, 3)) {
      case 0 -> "The " + adjective + " " + noun;
      case 1 -> adjective + " " + noun;
      case 2 -> "The " + noun + " of " + place(random);
      case 3 -> place(random) + "'s " + noun;
      case 4 -> "The " + adjective + " " + noun + " of " + place(random);
      case 5 -> place(random) + ", the " + adjective + " " + noun;
      case 6 -> "The \"" + adjective + "\" " + noun;
      default -> place(random);
    };
  }

  private static String place(SampleRandom random) {
    return random.pick(ONSETS) + random.pick(MIDDLES) + random.pick(ENDS);
  }
}
