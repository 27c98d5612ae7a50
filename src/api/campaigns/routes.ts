import { responses } from '../http/responses'
import { createRoute } from '../http/route'
import { campaignPath, campaignQuery, ofCampaignQuery } from './requests'
import { campaignDetailSchema, campaignListSchema } from './schemas'

export const getCampaigns = createRoute({
  method: 'get',
  path: '/campaigns',
  request: { query: campaignQuery },
  ...(import.meta.inBundle ?? {
    operationId: 'listCampaigns',
    tags: ['Trades'],
    summary: 'List campaigns, last begun first',
    description:
      "A campaign is the trades that rolls, deliveries and cover connect: a wheel, a poor man's covered call, a repaired spread. A trade without such a link is a campaign of one.",
    responses: responses('A page of campaigns.', campaignListSchema, 'invalid_parameter'),
  }),
})

export const getCampaign = createRoute({
  method: 'get',
  path: '/campaigns/{campaign_id}',
  request: { params: campaignPath, query: ofCampaignQuery },
  ...(import.meta.inBundle ?? {
    operationId: 'getCampaign',
    tags: ['Trades'],
    summary: 'Get a campaign with its trades',
    responses: responses(
      'The campaign.',
      campaignDetailSchema,
      'invalid_parameter',
      'campaign_not_found',
    ),
  }),
})
