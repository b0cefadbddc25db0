import type { Change } from './frames.js';
import { type JsonObject } from './json.js';
/** The document behind a change. Throws where the change can't be applied. */
export declare function applyChange(document: JsonObject, change: Change): JsonObject;
