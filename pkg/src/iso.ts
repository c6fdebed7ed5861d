/** A moment in ISO 8601, from the milliseconds that JavaScript counts. */
export function iso(millis: number): string {
  // No date is beyond the year 9999, where ISO 8601 ends without further agreement.
  return new Date(Math.min(millis, 253_402_300_799_999)).toISOString();
}
