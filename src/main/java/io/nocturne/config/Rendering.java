package io.nocturne.config;

import com.typesafe.config.ConfigRenderOptions;

/** The options with which configurations are written as text. */
final class Rendering {
  static final ConfigRenderOptions ONE_LINE = ConfigRenderOptions.concise();
  static final ConfigRenderOptions LINES =
      ConfigRenderOptions.defaults().setOriginComments(false).setComments(false).setJson(false);

  private Rendering() {}
}
