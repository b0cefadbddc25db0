using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>The publishing calls of the server API (protocol section 7).</summary>
internal sealed class PublishApi(IUserDirectory users, BatchPublisher publisher, TraceGate traces, IOptions<GatewayOptions> options)
{
    private readonly GatewayOptions _options = options.Value;

    /// <summary><c>POST /api/v1/users/{user_id}/messages</c>: one message or a batch, all or nothing.</summary>
    public async Task PublishToUserAsync(HttpContext context)
    {
        var user = ApiRequest.ReadUser(context);
        var utf8 = await ApiRequest.ReadJsonAsync(context, _options.MaxRequestBytes);
        if (!PublishBodyParser.TryParseForUser(utf8, out var body, out var error)) throw new ApiException(error);
        var messages = new NewMessage[body.Items.Count];
        for (var i = 0; i < messages.Length; i++)
        {
            if (FaultOf(body.Items[i]) is { } fault)
                throw new ApiException(body.IsBatch ? fault with { Details = (fault.Details ?? new FrameErrorDetails()) with { Index = i } } : fault);
            messages[i] = MessageOf(body.Items[i]);
        }

        var result = await users.Find(user).PublishAsync(
            new PublishRequest(messages) { By = ApiRequest.ReadKeyName(context), Trace = TraceContext.Of(NetraTracing.Current) });
        if (result.Refusal is { } refusal) throw new ApiException(refusal);
        await using var json = ApiAnswer.Begin(context);
        if (body.IsBatch) Write(json, result.Messages.Select(BodyOf));
        else BodyOf(result.Messages[0]).WriteTo(json);
    }

    /// <summary><c>POST /api/v1/messages</c>: a batch across users; each message has an answer of its own.</summary>
    public async Task PublishAcrossUsersAsync(HttpContext context)
    {
        var utf8 = await ApiRequest.ReadJsonAsync(context, _options.MaxRequestBytes);
        if (!PublishBodyParser.TryParseAcrossUsers(utf8, out var entries, out var error)) throw new ApiException(error);
        var answers = new PublishedBody[entries.Count];
        var calls = new List<UserPlaces>(entries.Count);
        var byUser = new Dictionary<UserId, UserPlaces>(entries.Count);
        for (var i = 0; i < answers.Length; i++)
        {
            if ((entries[i].Error ?? FaultOf(entries[i].Item!.Value)) is { } fault)
            {
                answers[i] = BodyOf(fault.Code, fault.Message);
                continue;
            }

            var user = entries[i].Item!.Value.User!.Value;
            ref var places = ref CollectionsMarshal.GetValueRefOrAddDefault(byUser, user, out var isKnown);
            if (isKnown) places!.Add(i);
            else calls.Add(places = new UserPlaces(user, i));
        }

        var batch = new UserPublish[calls.Count];
        var origin = new PublishRequest([]) { By = ApiRequest.ReadKeyName(context), Trace = TraceContext.Of(NetraTracing.Current) };
        traces.ChargeForUsers(calls.Count);
        for (var i = 0; i < batch.Length; i++) batch[i] = PublishOf(calls[i], entries, origin);
        var results = await publisher.PublishAsync(batch);
        for (var i = 0; i < results.Length; i++) Answer(calls[i], results[i], answers);
        await using var json = ApiAnswer.Begin(context);
        Write(json, answers);
    }

    private static UserPublish PublishOf(UserPlaces places, IReadOnlyList<PublishEntry> entries, PublishRequest origin)
    {
        var messages = new NewMessage[places.Count];
        for (var i = 0; i < messages.Length; i++) messages[i] = MessageOf(entries[places[i]].Item!.Value);
        return new UserPublish(places.User, origin with { Messages = messages });
    }

    private static void Answer(UserPlaces places, PublishResult result, PublishedBody[] answers)
    {
        for (var i = 0; i < places.Count; i++)
            answers[places[i]] = result.Refusal is { } refusal ? BodyOf(refusal.Code, refusal.Message) : BodyOf(result.Messages[i]);
    }

    private FrameError? FaultOf(in PublishItem item) => item.Payload.Length <= _options.MaxMessageBytes
        ? null
        : new FrameError(ErrorCodes.TooLarge, $"A message must not have more than {_options.MaxMessageBytes} bytes.");

    private static NewMessage MessageOf(in PublishItem item) => new(item.Type, item.Id, item.Payload)
    {
        Priority = item.Priority,
        TtlMs = item.TtlMs,
        IsDurable = item.IsDurable,
    };

    private static PublishedBody BodyOf(PublishedMessage published) =>
        new() { Id = published.Id, Seq = published.Seq, Duplicate = published.Duplicate };

    private static PublishedBody BodyOf(ErrorCode code, string message) => new() { Error = new PublishErrorBody(code.Name, message) };

    private static void Write(Utf8JsonWriter json, IEnumerable<PublishedBody> answers)
    {
        json.WriteStartObject();
        json.WriteStartArray("messages"u8);
        foreach (var answer in answers) answer.WriteTo(json);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
