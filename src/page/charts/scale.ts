/** Maps a range of values to a range of pixels. */
export type Scale = (value: number) => number

export function linear(from: readonly [number, number], to: readonly [number, number]): Scale {
  const [a, b] = from
  const [start, end] = to
  const span = b - a || 1
  return (value) => start + ((value - a) / span) * (end - start)
}

/** Round values within a range, about as many as asked for. */
export function ticks(from: number, to: number, about: number): number[] {
  const span = to - from
  if (span <= 0) return [from]
  const rough = span / about
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 2.5, 5, 10].find((one) => one * power >= rough) ?? 10) * power
  const first = Math.ceil(from / step)
  const last = Math.floor(to / step)
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step)
}

export const round = (pixels: number): number => Math.round(pixels * 10) / 10

/** Points as the path of a line. */
export const line = (points: readonly (readonly [number, number])[]): string =>
  points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('')
