import { signedMoney, words } from '../data/format'
import { linear } from './scale'
import { useWidth } from './width'

/** A bar: a name and an amount. */
export interface Bar {
  name: string
  value: number
}

const ROW = 24
const FIGURE = 80
const LETTER = 6.4

/** Horizontal bars around 0, losses to the left. */
export function Bars({ title, bars }: { title: string; bars: readonly Bar[] }) {
  const [ref, width] = useWidth()
  const longest = Math.max(...bars.map(({ name }) => name.length))
  const names = Math.min(longest * LETTER + 4, width * 0.34)
  const low = Math.min(0, ...bars.map(({ value }) => value))
  const high = Math.max(0, ...bars.map(({ value }) => value))
  const x = linear([low, high], [names + 8, Math.max(names + 20, width - FIGURE)])
  const height = bars.length * ROW + 4
  const [best, worst] = [
    bars.find((bar) => bar.value === high),
    bars.find((bar) => bar.value === low),
  ]
  const extremes = [best && `best ${told(best)}`, worst && `worst ${told(worst)}`].filter(Boolean)
  return (
    <div class="chart bars" ref={ref} data-rows={bars.length}>
      {width > 0 && (
        <svg
          role="img"
          aria-label={[title, ...extremes].join(', ')}
          viewBox={`0 0 ${width} ${height}`}
        >
          <line class="zero" x1={x(0)} x2={x(0)} y1="0" y2={height} />
          {bars.map(({ name, value }, index) => {
            const y = index * ROW + 2
            return (
              <g key={name}>
                <text class="name" x={names} y={y + 15} text-anchor="end">
                  {cut(words(name), Math.floor(names / LETTER))}
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

const told = ({ name, value }: Bar): string => `${words(name)} ${signedMoney(value)}`

const cut = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text
