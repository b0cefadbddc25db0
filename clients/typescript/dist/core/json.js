/** Whether a value is an object and not an array. */
export function isObject(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
