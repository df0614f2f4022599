package io.nocturne.model.sample;

import java.util.Locale;

/** The taste clusters, each with the words its titles are made of. */
enum Genre {
  ADVENTURE(
      "Lost,Golden,Hidden,Far,Uncharted,Burning,Last,Wild",
      "Island,River,Compass,Caravan,Summit,Voyage,Map,Treasure"),
  COMEDY(
      "Awkward,Borrowed,Unlucky,Cheerful,Crooked,Second-Hand,Noisy,Upside-Down",
      "Wedding,Landlord,Neighbour,Holiday,Uncle,Parrot,Dinner,Bicycle"),
  DOCUMENTARY(
      "Ordinary,Vanishing,Unseen,Patient,Public,Measured,Living,Northern",
      "Glacier,Market,Archive,Harvest,Railway,Orchestra,Forest,Workshop"),
  DRAMA(
      "Quiet,Broken,Long,Distant,Unspoken,Heavy,Winter,Empty",
      "House,Daughter,Promise,Season,Letter,Inheritance,Window,Silence"),
  FANTASY(
      "Enchanted,Silver,Ancient,Moonlit,Thorned,Sleeping,Seventh,Crystal",
      "Crown,Dragon,Tower,Witch,Oath,Sword,Kingdom,Raven"),
  HORROR(
      "Whispering,Pale,Hollow,Crawling,Nameless,Drowned,Starving,Bleeding",
      "Cellar,Mask,Doll,Asylum,Scream,Chapel,Shadow,Nursery"),
  MUSICAL(
      "Dancing,Velvet,Singing,Swinging,Starlit,Brass,Bright,Barefoot",
      "Melody,Chorus,Piano,Ballroom,Encore,Trumpet,Serenade,Stage"),
  MYSTERY(
      "Silent,Missing,Locked,Poisoned,Foggy,Veiled,Third,Forged",
      "Harbour,Witness,Manor,Key,Alibi,Portrait,Inspector,Cipher"),
  ROMANCE(
      "Tender,Secret,Endless,Stolen,Blushing,First,Summer,Faithful",
      "Kiss,Garden,Bride,Rendezvous,Heart,Rose,Stranger,Waltz"),
  SCIENCE_FICTION(
      "Orbital,Electric,Frozen,Synthetic,Infinite,Parallel,Red,Magnetic",
      "Colony,Signal,Android,Nebula,Machine,Horizon,Starship,Paradox"),
  WAR(
      "Iron,Fallen,Besieged,Brave,Muddy,Scorched,Final,Divided",
      "Regiment,Trench,Bridge,Convoy,Armistice,Flag,Siege,Captain"),
  WESTERN(
      "Dusty,Lonesome,Bitter,Lawless,Painted,Restless,Wooden,Sunburnt",
      "Saddle,Canyon,Sheriff,Stagecoach,Outlaw,Prairie,Saloon,Horseman");

  private final String[] adjectives;
  private final String[] nouns;

  Genre(String adjectives, String nouns) {
    this.adjectives = adjectives.split(",");
    this.nouns = nouns.split(",");
  }

  /** The name as titles show it, such as {@code Science Fiction}. */
  String label() {
    StringBuilder label = new StringBuilder();
    for (String word : name().split("_")) {
      label.append(label.isEmpty() ? "" : " ").append(word.charAt(0));
      label.append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return label.toString();
  }

  String adjective(SampleRandom random) {
    return random.pick(adjectives);
  }

  String noun(SampleRandom random) {
    return random.pick(nouns);
  }
}
