/** Whatever JSON can say. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject { [name: string]: Json }

/** Whether a value is an object and not an array. */
export function isObject(value: unknown): value is JsonObject {
  return Object(value) === value && !Array.isArray(value);
}

/** Whether a value is nested deeper than so many levels, its own counted. */
export function isDeeper(value: Json, levels: number): boolean {
  return Object(value) === value && (levels < 1 || Object.values(value as JsonObject).some(each => isDeeper(each, levels - 1)));
}
