import { type CampaignRow, listCampaigns, readCampaign } from '../../db/campaigns/read'
import { ApiError } from '../http/errors'
import type { RouteHandler } from '../http/route'
import { requireKnownAccount } from '../lists/known-account'
import { pageOf, writeCursor } from '../lists/paging'
import { presentCampaign, presentCampaignDetail } from './present'
import { CAMPAIGNS } from './requests'
import type { getCampaign, getCampaigns } from './routes'

export const list: RouteHandler<typeof getCampaigns> = async (c) => {
  const { limit, cursor, ...filter } = c.req.valid('query')
  const { db, settings } = c.get('deps')
  const after = cursor && { openedAt: cursor[0], campaignId: cursor[1] }
  const { rows, accountKnown } = await listCampaigns(db, filter, { limit: limit + 1, after })
  requireKnownAccount(settings, filter.account, accountKnown)
  const { shown, nextCursor } = pageOf(rows, limit, cursorAfter)
  const campaigns = shown.map(presentCampaign)
  return c.json({ status: 'success' as const, campaigns, next_cursor: nextCursor }, 200)
}

export const oneCampaign: RouteHandler<typeof getCampaign> = async (c) => {
  const { account } = c.req.valid('query')
  const { db, settings } = c.get('deps')
  const { campaign_id: campaignId } = c.req.valid('param')
  const { detail, accountKnown } = await readCampaign(db, campaignId, account)
  requireKnownAccount(settings, account, accountKnown)
  if (detail === null) throw new ApiError('campaign_not_found', { param: 'campaign_id' })
  return c.json({ status: 'success' as const, campaign: presentCampaignDetail(detail) }, 200)
}

function cursorAfter(row: CampaignRow): string {
  const { opened_at, campaign_id } = presentCampaign(row)
  return writeCursor(CAMPAIGNS, [opened_at, campaign_id])
}
