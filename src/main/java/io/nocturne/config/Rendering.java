package io.nocturne.config;

import com.typesafe.config.ConfigRenderOptions;

/** How configurations are written out. */
final class Rendering {
  static final ConfigRenderOptions ONE_LINE = ConfigRenderOptions.concise();
  static final ConfigRenderOptions LINES =
      ConfigRenderOptions.defaults().setOriginComments(false).setComments(false).setJson(false);

  private Rendering() {}
}
