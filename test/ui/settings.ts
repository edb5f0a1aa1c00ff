import { quietSettings } from '../host/server/settings.mts';

/** The looks the panel and the editor features are checked in. */
export const themes = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  contrast: 'Default High Contrast',
  contrastLight: 'Default High Contrast Light',
} as const;

export type Theme = keyof typeof themes;

/** User settings for a theme. */
export function settingsFor(theme: Theme): Record<string, unknown> {
  return { ...quietSettings, 'workbench.colorTheme': themes[theme], 'window.autoDetectHighContrast': false };
}
