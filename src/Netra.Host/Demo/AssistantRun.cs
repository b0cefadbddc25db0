using System.Globalization;
using System.Text.Json.Nodes;
using Netra.Abstractions;

namespace Netra.Host;

/// <summary>
/// One run of the assistant, from its beginning or from where a crash left it. What it publishes is named by its step, so that a run that starts
/// over publishes nothing twice; what the state has as done is passed over without a pause.
/// </summary>
internal sealed class AssistantRun(IMessageContext context, AssistantAsk ask, AssistantAnswer answer, TimeProvider time)
{
    /// <summary>Each record is a message in the user's log too: one for every few chunks is enough.</summary>
    private const int ChunksPerRecord = 4;

    private static readonly TimeSpan Thought = TimeSpan.FromMilliseconds(150);

    private readonly AssistantRecord _record = new(context, ask);

    /// <summary>Goes on to the end. At once when it was there before.</summary>
    public async Task ToEndAsync(CancellationToken cancellationToken)
    {
        var before = await _record.ReadAsync(cancellationToken);
        if (before?.IsOver == true) return;
        if (before is null)
        {
            await PublishAsync("started", "agent_started", new JsonObject { ["question"] = ask.Question }, cancellationToken);
            if (!await _record.TakeAsync(answer.Chunks.Count, cancellationToken))
            {
                await PublishEndAsync(0, "superseded", cancellationToken);
                return;
            }
        }

        var done = Math.Min(before?.ChunksDone ?? 0, answer.Chunks.Count);
        if (done == 0) await ThinkAsync(cancellationToken);
        await StreamAsync(done, cancellationToken);
    }

    private async Task ThinkAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < answer.Notes.Count; i++)
        {
            var thought = await PublishAsync($"thinking-{Number(i)}", "agent_thinking", new JsonObject { ["note"] = answer.Notes[i] }, cancellationToken);
            if (!thought.Duplicate) await Task.Delay(Thought, time, cancellationToken);
        }
    }

    private async Task StreamAsync(int done, CancellationToken cancellationToken)
    {
        var recorded = done;
        while (done < answer.Chunks.Count)
        {
            var now = await _record.ReadAsync(cancellationToken);
            if (now is null || now.IsCancelled)
            {
                await EndEarlyAsync(done, now is null ? "superseded" : "asked", cancellationToken);
                return;
            }

            var part = new JsonObject { ["index"] = done, ["text"] = answer.Chunks[done] };
            var published = await PublishAsync($"chunk-{Number(done)}", "partial_result", part, cancellationToken);
            var pause = answer.Pauses[done++];
            // The whole is in the state before its end is published: a later run finds no chunk left at which it could be cancelled.
            if (done - recorded == ChunksPerRecord || done == answer.Chunks.Count)
            {
                await _record.AdvanceAsync(done, cancellationToken);
                recorded = done;
            }

            if (!published.Duplicate) await Task.Delay(pause, time, cancellationToken);
        }

        await PublishEndAsync(done, cancelled: null, cancellationToken);
        await _record.EndAsync(AssistantProgress.Completed, cancellationToken);
    }

    private async Task EndEarlyAsync(int done, string why, CancellationToken cancellationToken)
    {
        await PublishEndAsync(done, why, cancellationToken);
        await _record.EndAsync(AssistantProgress.Cancelled, cancellationToken);
    }

    private Task<PublishedMessage> PublishEndAsync(int chunks, string? cancelled, CancellationToken cancellationToken)
    {
        var payload = new JsonObject
        {
            ["chunks"] = chunks,
            ["took_ms"] = Math.Max(0, time.GetUtcNow().ToUnixTimeMilliseconds() - ask.AskedAtMs),
        };
        if (cancelled is not null)
        {
            payload["cancelled"] = true;
            payload["reason"] = cancelled;
        }

        return PublishAsync("completed", "agent_completed", payload, cancellationToken);
    }

    private Task<PublishedMessage> PublishAsync(string step, string type, JsonObject payload, CancellationToken cancellationToken)
    {
        payload.Insert(0, "run_id", ask.RunId);
        return context.PublishNowAsync(step, new NewMessage(type, Id: null, AssistantPayload.Write(payload)), cancellationToken);
    }

    private static string Number(int index) => index.ToString(CultureInfo.InvariantCulture);
}
