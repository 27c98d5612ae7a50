import { LegbookError } from '../../client/index.js'
import { api } from '../data/api'
import { date, money, qty, unitPrice, words } from '../data/format'
import { useLoad } from '../data/load'
import { Figure, Panel, Pl, Status } from '../parts/figures'
import { Link } from '../parts/link'
import { Empty, Shown } from '../parts/states'
import { Timeline } from '../parts/timeline'

export function Campaign({ id }: { id: string }) {
  const loaded = useLoad(`/campaigns/${id}`, (signal) =>
    api.get('/campaigns/{campaign_id}', { path: { campaign_id: id }, signal }),
  )
  const { error } = loaded
  if (
    loaded.data === undefined &&
    error instanceof LegbookError &&
    [400, 404].includes(error.status)
  ) {
    return (
      <Empty>
        <h1>This campaign does not exist.</h1>
        <p>
          <Link to="/campaigns">All campaigns</Link>
        </p>
      </Empty>
    )
  }
  return (
    <Shown of={loaded} rows={10}>
      {({ campaign }) => (
        <article>
          <div class="title">
            <h1>
              {campaign.underlying} <span>campaign</span>
            </h1>
            <Status of={campaign.status} />
            <span class="dim">{campaign.strategies.map(words).join(', ')}</span>
          </div>
          <dl class="figures">
            <Figure name="Total P/L" note="net P/L and dividends">
              <Pl value={campaign.total_pl} why="Opened before the known history." />
            </Figure>
            <Figure name="Premiums and profit" note="before fees">
              <Pl value={campaign.realized_pl} />
            </Figure>
            <Figure name="Fees">{money(campaign.fees)}</Figure>
            <Figure name="Dividends">
              <Pl value={campaign.dividends} />
            </Figure>
            {campaign.shares !== 0 && <Figure name="Shares held">{qty(campaign.shares)}</Figure>}
            {campaign.adjusted_basis !== null && (
              <Figure name="Adjusted basis" note="of one share, after everything">
                {unitPrice(campaign.adjusted_basis)}
              </Figure>
            )}
            <Figure
              name="Opened"
              note={campaign.closed_on ? `closed ${date(campaign.closed_on)}` : 'not closed'}
            >
              {date(campaign.opened_on)}
            </Figure>
          </dl>
          <Panel title="Timeline">
            <Timeline trades={campaign.trades} />
          </Panel>
        </article>
      )}
    </Shown>
  )
}
