/** A fault of the trade stream. */
export type StreamFault =
  /** The handshake of HTTP gets this status, default 429. */
  | { kind: 'refuse'; status?: number }
  /** Good keys are answered `unauthorized`. */
  | { kind: 'unauthorized' }
  /** `listen` is answered by an error, and the connection closes. */
  | { kind: 'error' }
  /** The frame and all later ones of its connection are not sent; the connection stays open. */
  | { kind: 'mute' }
  /** The connection breaks in the place of the frame. */
  | { kind: 'drop' }
  /** The frame is not sent. */
  | { kind: 'lose' }
  /** The frame is sent twice. */
  | { kind: 'duplicate' }
  /** The frame is sent later, so that the next ones can overtake it. */
  | { kind: 'late'; milliseconds: number }
  /** A frame that no reader understands comes before the frame. */
  | { kind: 'garbage' }

/** What a fault strikes. */
export type StreamMoment = 'handshake' | 'auth' | 'listen' | 'frame'

const MOMENTS: Record<StreamFault['kind'], StreamMoment> = {
  refuse: 'handshake',
  unauthorized: 'auth',
  error: 'listen',
  mute: 'frame',
  drop: 'frame',
  lose: 'frame',
  duplicate: 'frame',
  late: 'frame',
  garbage: 'frame',
}

/** The faults planned for the next handshakes and frames. */
export class StreamFaults {
  #planned: { fault: StreamFault; left: number }[] = []

  /** Plans a fault for the next `times` moments that it strikes. */
  next(times: number, fault: StreamFault): void {
    this.#planned.push({ fault, left: times })
  }

  /** Removes the planned faults. Connections that are mute stay so. */
  clear(): void {
    this.#planned = []
  }

  /** Takes the fault planned for a moment; null without one. */
  take(moment: StreamMoment): StreamFault | null {
    const planned = this.#planned.find(({ fault }) => MOMENTS[fault.kind] === moment)
    if (!planned) return null
    planned.left -= 1
    if (planned.left === 0) this.#planned = this.#planned.filter((other) => other !== planned)
    return planned.fault
  }
}
