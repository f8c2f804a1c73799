import { ok } from '../../shared/kernel/result.ts';
import { invitationMessage, invitationRedemption, invitationTalk, roomInvitation } from '../../shared/room/contract.ts';
import { readAsGuest, writeAsGuest } from '../../shared/room/guestTalk.ts';
import { invitationOf, inviteToRoom, redeemInvitation } from '../../shared/room/invite.ts';
import { readCalls, storeCallReport } from '../../shared/room/calls.ts';
import { joinRoom, type RoomContext } from '../../shared/room/join.ts';
import { callReport } from '../../shared/room/quality.ts';
import { recordingReport } from '../../shared/room/recording.ts';
import { storeRecording } from '../../shared/room/storeRecording.ts';
import { routes } from '../../shared/routes.ts';
import { asCommandOf, parseBody } from '../_http/body.ts';
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
      route: routes.callReport,
      async handle(request: ApiRequest) {
        const body = parseBody(request, callReport);
        if (!body.ok) return body;
        const stored = await storeCallReport(context, request.params['stay'] ?? '', body.value, request.correlationId);
        return stored.ok ? ok({ status: 204 }) : stored;
      },
    },
    {
      route: routes.recordingReport,
      async handle(request: ApiRequest) {
        const body = parseBody(request, recordingReport);
        if (!body.ok) return body;
        const stored = await storeRecording(context, request.params['recording'] ?? '', body.value, request.correlationId);
        return stored.ok ? ok({ status: 204 }) : stored;
      },
    },
    {
      route: routes.calls,
      async handle(request: SignedInRequest) {
        const calls = await readCalls(context, request, request.params['id'] ?? '');
        return calls.ok ? ok({ status: 200, json: calls.value }) : calls;
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
    {
      route: routes.invitationTalk,
      async handle(request: ApiRequest) {
        const body = parseBody(request, invitationTalk);
        if (!body.ok) return body;
        const read = await readAsGuest(context, body.value, request.correlationId);
        return read.ok ? ok({ status: 200, json: read.value }) : read;
      },
    },
    {
      route: routes.invitationMessage,
      async handle(request: ApiRequest) {
        const body = parseBody(request, invitationMessage);
        if (!body.ok) return body;
        const subjectOf = async () => {
          const known = await invitationOf(context, body.value.secret);
          return known.ok ? ok(known.value.subject) : known;
        };
        return await asCommandOf(context.repository, request, subjectOf, async (command) => {
          const written = await writeAsGuest(context, body.value, { correlationId: request.correlationId, command });
          return written.ok ? ok({ status: 200, json: written.value }) : written;
        });
      },
    },
  ];
}
