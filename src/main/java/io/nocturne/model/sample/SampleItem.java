package io.nocturne.model.sample;

import java.io.Serializable;

/** One item of the invented catalogue. */
final class SampleItem implements Serializable {

  private static final long serialVersionUID = 1L;

  final String id;
  final String title;
  final Genre genre;

  /** A second genre, or the first again. */
  final Genre other;

  /** How popular it is, in any unit: Zipf's law over a random ranking. */
  final double weight;

  /** How much better it is rated than others, in stars. */
  final double quality;

  /** The first day it can be met, counted from the origin. */
  final int firstDay;

  SampleItem(
      String id,
      String title,
      Genre genre,
      Genre other,
      double weight,
      double quality,
      int firstDay) {
    this.id = id;
    this.title = title;
    this.genre = genre;
    this.other = other;
    this.weight = weight;
    this.quality = quality;
    this.firstDay = firstDay;
  }
}
