import { words } from '../data/format'
import { signedMoney } from '../data/format'
import { linear } from './scale'
import { useWidth } from './width'

/** A bar: a name and an amount. */
export interface Bar {
  name: string
  value: number
}

const ROW = 24
const NAME = 170
const FIGURE = 92

/** Horizontal bars around 0, losses to the left. */
export function Bars({ title, bars }: { title: string; bars: readonly Bar[] }) {
  const [ref, width] = useWidth()
  const names = width < 520 ? 112 : NAME
  const low = Math.min(0, ...bars.map(({ value }) => value))
  const high = Math.max(0, ...bars.map(({ value }) => value))
  const x = linear([low, high], [names + 8, Math.max(names + 20, width - FIGURE)])
  const height = bars.length * ROW + 4
  const best = bars[0]
  const worst = bars.at(-1)
  const summary =
    best && worst
      ? `${title}: best ${words(best.name)} ${signedMoney(best.value)}, worst ${words(worst.name)} ${signedMoney(worst.value)}`
      : title
  return (
    <div class="chart bars" ref={ref} data-rows={bars.length}>
      {width > 0 && (
        <svg role="img" aria-label={summary} width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
          <line class="zero" x1={x(0)} x2={x(0)} y1="0" y2={height} />
          {bars.map(({ name, value }, index) => {
            const y = index * ROW + 2
            return (
              <g key={name}>
                <text class="name" x={names} y={y + 15} text-anchor="end">
                  {cut(words(name), names < NAME ? 15 : 26)}
                </text>
                <rect
                  class={value < 0 ? 'down' : 'up'}
                  x={Math.min(x(0), x(value))}
                  y={y + 3}
                  width={Math.max(1, Math.abs(x(value) - x(0)))}
                  height={ROW - 8}
                  rx="2"
                />
                <text class="figure" x={width - 2} y={y + 15} text-anchor="end">
                  {signedMoney(value)}
                </text>
              </g>
            )
          })}
        </svg>
      )}
    </div>
  )
}

const cut = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text
