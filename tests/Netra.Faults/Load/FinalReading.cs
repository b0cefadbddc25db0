using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Netra.Faults;

/// <summary>
/// When everything is healed and quiet: notes where the tabs are by themselves; later, when every process has lost its memory, waits until every tab has everything
/// and reads what the server has, so that the checker can hold all against it. What does not come in time is written down as it is; to judge it is the checker's.
/// </summary>
internal sealed class FinalReading(LoadContext context, Load load)
{
    /// <summary>So long a call may take that nothing hinders.</summary>
    private static readonly TimeSpan CallPatience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);
    private const int PageSize = 1_000;

    private readonly Random _random = new(context.Options.Seed);

    /// <summary>Notes where every tab is when it has all that is known to be accepted, or has had long enough. Nothing is asked of the cluster: a question could mend what is wrong.</summary>
    public async Task NoteTabsAsync(CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun) < context.Options.Patience && !load.Tabs.All(HasEverything)) await Task.Delay(Tick, cancellationToken);
        foreach (var tab in load.Tabs) context.History.Add(tab.DescribeQuiet());
    }

    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        await UntilSettledAsync(cancellationToken);
        load.BeginReaders();
        await UntilSettledAsync(cancellationToken);
        foreach (var tab in load.Tabs) context.History.Add(tab.Describe());
        var begun = Stopwatch.GetTimestamp();
        foreach (var user in load.Tabs.GroupBy(tab => tab.User)) await ReadUserAsync(user.Key, [.. user], begun, cancellationToken);
    }

    private bool HasEverything(Tab tab) =>
        tab.IsSettled && tab.CoveredSeq >= context.Accepted.SeqOf(tab.User) && tab.StateVersion >= context.Accepted.VersionOf(tab.User);

    private async Task UntilSettledAsync(CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        foreach (var user in load.Tabs.GroupBy(tab => tab.User))
        {
            while (Stopwatch.GetElapsedTime(begun) < context.Options.Patience)
            {
                var head = (long?)(await TryReadAsync($"/users/{user.Key}"))?["head_seq"];
                if (head is not null && user.All(tab => tab.CoveredSeq >= head && tab.IsSettled)) break;
                await Task.Delay(Tick, cancellationToken);
            }
        }
    }

    private async Task ReadUserAsync(string user, IReadOnlyList<Tab> tabs, long begun, CancellationToken cancellationToken)
    {
        await ReadFramesAsync(user, cancellationToken);
        while (true)
        {
            var expected = tabs.Select(tab => tab.Describe()).ToDictionary(tab => tab.ConnectionId, tab => tab.AckedSeq);
            var begunMs = context.History.NowMs;
            var found = await ReadAsync($"/users/{user}", cancellationToken);
            var listed = found["connections"]!.AsArray().ToDictionary(connection => (string)connection!["connection_id"]!, connection => (long)connection!["acked_seq"]!);
            var isAsExpected = listed.Count == expected.Count && expected.All(tab => listed.TryGetValue(tab.Key, out var acked) && (tab.Value == 0 || acked == tab.Value));
            if (!isAsExpected && Stopwatch.GetElapsedTime(begun) < context.Options.Patience)
            {
                await Task.Delay(Tick, cancellationToken);
                continue;
            }

            var state = await ReadAsync($"/users/{user}/state", cancellationToken);
            context.History.Add(new UserAtEnd
            {
                AtMs = context.History.NowMs,
                User = user,
                BegunAtMs = begunMs,
                Epoch = (string)found["epoch"]!,
                HeadSeq = (long)found["head_seq"]!,
                OldestSeq = (long)found["oldest_seq"]!,
                Connections = listed,
                StateVersion = (long)state["version"]!,
                State = state["state"]!.ToJsonString(HistoryJson.Options),
            });
            return;
        }
    }

    private async Task ReadFramesAsync(string user, CancellationToken cancellationToken)
    {
        long after = 0;
        while (true)
        {
            var page = await ReadAsync(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/users/{user}/messages?after={after}&limit={PageSize}"), cancellationToken);
            foreach (var frame in page["messages"]!.AsArray())
            {
                after = (long)frame!["seq"]!;
                context.History.Add(new FrameAtEnd
                {
                    AtMs = context.History.NowMs,
                    User = user,
                    Seq = after,
                    Id = (string)frame["id"]!,
                    Type = (string)frame["type"]!,
                    TimestampMs = (long)frame["timestamp"]!,
                    Payload = frame["payload"]!.ToJsonString(HistoryJson.Options),
                });
            }

            if (!(bool)page["has_more"]!) return;
        }
    }

    /// <summary>What a call answers, from whichever gateway does.</summary>
    private async Task<JsonNode> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            if (await TryReadAsync(path) is { } body) return body;
            if (Stopwatch.GetElapsedTime(begun) > CallPatience) throw new FaultsException($"Nobody answers GET {path}, though everything is healed.");
            await Task.Delay(Tick, cancellationToken);
        }
    }

    private async Task<JsonNode?> TryReadAsync(string path)
    {
        var gateway = context.Gateways.Next(_random);
        var answer = await context.Api.CallAsync(gateway, HttpMethod.Get, path);
        if (answer.Status == 0) context.Gateways.Suspect(gateway);
        return answer.Status == 200 ? answer.Body : null;
    }
}
