import { ok } from '../../shared/kernel/result.ts';
import { invitationRedemption, roomInvitation } from '../../shared/room/contract.ts';
import { inviteToRoom, redeemInvitation } from '../../shared/room/invite.ts';
import { joinRoom, type RoomContext } from '../../shared/room/join.ts';
import { routes } from '../../shared/routes.ts';
import { parseBody } from '../_http/body.ts';
import type { Endpoint } from '../_http/chain.ts';
import type { ApiRequest, SignedInRequest } from '../_http/request.ts';

/** Passes into rooms, for those who are signed in and for those who were invited. */
export function roomEndpoints(context: RoomContext): readonly Endpoint[] {
  return [
    {
      route: routes.roomToken,
      async handle(request: SignedInRequest) {
        const pass = await joinRoom(context, request, request.params['id'] ?? '');
        return pass.ok ? ok({ status: 200, json: pass.value }) : pass;
      },
    },
    {
      route: routes.roomInvitation,
      async handle(request: SignedInRequest) {
        const body = parseBody(request, roomInvitation);
        if (!body.ok) return body;
        const invited = await inviteToRoom(context, request, request.params['id'] ?? '', body.value);
        return invited.ok ? ok({ status: 201, json: invited.value }) : invited;
      },
    },
    {
      route: routes.invitationRedemption,
      async handle(request: ApiRequest) {
        const body = parseBody(request, invitationRedemption);
        if (!body.ok) return body;
        const pass = await redeemInvitation(context, body.value, request.correlationId);
        return pass.ok ? ok({ status: 200, json: pass.value }) : pass;
      },
    },
  ];
}
