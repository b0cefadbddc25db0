// Figures as people read them.

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const dayOfYear = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

export const count = (value) => (value === undefined || value === null ? "–" : whole.format(value));

export const rate = (value) => (value === undefined || value === null ? "–" : value >= 100 ? whole.format(value) : short.format(value));

export function bytes(value) {
  if (value === undefined || value === null) return "–";
  for (const unit of ["B", "KB", "MB", "GB"]) {
    if (value < 1000) return `${short.format(value)} ${unit}`;
    value /= 1000;
  }
  return `${short.format(value)} TB`;
}

export function milliseconds(value) {
  if (value === undefined || value === null) return "–";
  if (value === 0) return "0 ms";
  if (value >= 1000) return `${short.format(value / 1000)} s`;
  return `${value >= 10 ? whole.format(value) : value.toFixed(2)} ms`;
}

/** A time of today by its clock alone; any other with its day. */
export function time(ms) {
  if (!ms) return "–";
  const [at, today] = [new Date(ms), new Date()];
  if (at.toDateString() === today.toDateString()) return clock.format(at);
  return `${(at.getFullYear() === today.getFullYear() ? day : dayOfYear).format(at)}, ${clock.format(at)}`;
}

/** How long something lasts, in its two largest units. */
export function duration(ms) {
  let seconds = Math.max(0, Math.floor(ms / 1000));
  const parts = [];
  for (const [unit, length] of [["d", 86400], ["h", 3600], ["min", 60], ["s", 1]]) {
    const value = Math.floor(seconds / length);
    seconds -= value * length;
    parts.push({ value, text: `${value} ${unit}` });
  }
  const first = parts.findIndex((part) => part.value > 0);
  return first < 0 ? "0 s" : parts.slice(first, first + 2).filter((part) => part.value > 0).map((part) => part.text).join(" ");
}

/** A name of the API in words: catching_up, catching up. */
export const words = (name) => String(name ?? "–").replaceAll("_", " ");

const longest = 2_000;

/** A text that may be very long, as far as it can be looked at. */
export const shortened = (text) => (text.length > longest ? `${text.slice(0, longest)} … (${whole.format(text.length - longest)} characters more)` : text);
