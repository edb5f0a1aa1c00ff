/** The looks the panel and the editor features are checked in. */
export const themes = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  contrast: 'Default High Contrast',
} as const;

export type Theme = keyof typeof themes;

/** User settings for a theme, with what would otherwise draw attention away switched off. */
export function settingsFor(theme: Theme): Record<string, unknown> {
  return {
    'workbench.colorTheme': themes[theme],
    'window.autoDetectHighContrast': false,
    'workbench.startupEditor': 'none',
    'workbench.tips.enabled': false,
    'workbench.secondarySideBar.defaultVisibility': 'hidden',
    'chat.commandCenter.enabled': false,
    'chat.disableAIFeatures': true,
    'update.showReleaseNotes': false,
    'editor.minimap.enabled': false,
  };
}
