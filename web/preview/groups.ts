import type { PreviewGroup } from './catalogue.ts';
import { uiPreviews } from '../ui/previews.tsx';

/** A room adds its own group here. */
export const previewGroups: readonly PreviewGroup[] = [uiPreviews];
