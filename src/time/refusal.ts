/**
 * Why a value was refused, in words that never hold the value itself: it may be personal, and lands
 * in logs.
 */
export class Refusal {
  constructor(readonly reason: string) {}
}
