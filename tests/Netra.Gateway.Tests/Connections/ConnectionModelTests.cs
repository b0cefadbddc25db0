using System.Diagnostics;
using System.Text.Json;
using Netra.Protocol;

namespace Netra.Gateway.Tests;

/// <summary>
/// Random logs, pushes that are lost, holes, limits, failures, resumes, floods and slow reading. Whatever happens, the client gets each seq once and
/// in its turn, or is told why not, and ends with the server's state. A failure names the seed that replays it.
/// </summary>
public sealed class ConnectionModelTests
{
    private const int Seeds = 150;

    [Fact]
    public async Task Deliver_RandomHistory_ClientEndsWithEverything()
    {
        var kinds = new HashSet<string>();
        for (var seed = 0; seed < Seeds; seed++)
        {
            try
            {
                kinds.UnionWith(await RunAsync(new Random(seed)));
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Seed {seed}", exception);
            }
        }

        // Otherwise the histories would be too tame to prove anything.
        Assert.Superset(new HashSet<string> { "expedited", "note", "skipped", "state_resync", "state_updated", "resumed", "typing" }, kinds);
    }

    private static async Task<IEnumerable<string>> RunAsync(Random random)
    {
        await using var gateway = new TestGateway(options =>
        {
            options.MaxMessageBytes = 1_024;
            options.MaxQueuedFrames = 16;
            options.MaxQueuedBytes = 8_192;
            options.MessagesPerSecond = 10_000;
        });
        var user = new FlakyUser(new Random(random.Next()));
        AppendSome(user, random, random.Next(60));
        Damage(user, random);
        var client = await gateway.ConnectAsync(user, QueryOf(user, random), windowBytes: random.Next(2) == 0 ? 1_024 : 65_536);
        var checker = new DeliveryChecker();
        user.OneIn = random.Next(3) == 0 ? 3 : 0;
        var typing = 0;
        for (var step = 0; step < 40; step++)
        {
            switch (random.Next(9))
            {
                case 0 or 1 or 2:
                    var first = user.HeadSeq + 1;
                    var count = 1 + random.Next(random.Next(4) == 0 ? 40 : 4);
                    AppendSome(user, random, count);
                    if (random.Next(4) > 0) gateway.Hub.Deliver(user.PushOf(first, count));
                    break;
                case 3:
                    Damage(user, random);
                    break;
                case 4:
                    gateway.PushEphemeral(user, typing, 5);
                    typing += 5;
                    break;
                case 5:
                    user.ForgetConnections();
                    gateway.Connection.NoteHead(user.HeadSeq);
                    break;
                case 6:
                    await ResumeAsync(client, checker, user, random);
                    break;
                case 7:
                    gateway.Time.Advance(TimeSpan.FromSeconds(5));
                    break;
                default:
                    await BarrierAsync(client, checker);
                    break;
            }
        }

        user.OneIn = 0;
        gateway.Connection.NoteHead(user.HeadSeq);
        // As long as it takes, not as many rounds: a thread that is held up misses thousands of them.
        for (var waited = Stopwatch.StartNew(); !checker.HasAllOf(user.HeadSeq) && waited.Elapsed < Waiting.Patience;)
        {
            gateway.Time.Advance(TimeSpan.FromSeconds(5));
            await BarrierAsync(client, checker);
        }

        await BarrierAsync(client, checker);
        Assert.True(checker.HasAllOf(user.HeadSeq), $"Seq {checker.Next} never came, up to {user.HeadSeq}.");
        Assert.Equal(user.HeadSeq, gateway.Connection.Cursor);
        Assert.Equal((await user.ReadStateAsync()).Version, checker.Version);
        return checker.Kinds.Keys;
    }

    private static void AppendSome(FlakyUser user, Random random, int count)
    {
        for (var i = 0; i < count; i++)
        {
            switch (random.Next(5))
            {
                case 0:
                    user.AppendChange();
                    break;
                case 1:
                    user.Append(1).Expedite(user.HeadSeq);
                    break;
                default:
                    user.Append(1, padding: random.Next(400));
                    break;
            }
        }
    }

    private static void Damage(FlakyUser user, Random random)
    {
        var (first, head) = (user.FirstSeq, user.HeadSeq);
        if (head < first) return;
        for (var i = random.Next(6); i > 0; i--) user.Punch((SkipReason)random.Next(1, 4), random.NextInt64(first, head + 1));
        if (random.Next(4) == 0) user.Trim(random.NextInt64(first, head + 1));
    }

    private static string QueryOf(FlakyUser user, Random random) => random.Next(4) switch
    {
        0 => $"?last_seq={random.NextInt64(user.HeadSeq + 3)}",
        1 => "?start=head",
        _ => "",
    };

    private static async Task ResumeAsync(TestClient client, DeliveryChecker checker, FlakyUser user, Random random)
    {
        // Of what it has, or beyond the head: a client that says it has more than it has gets no more than it asks for.
        var lastSeq = random.Next(4) == 0 ? user.HeadSeq + 1 : random.NextInt64(Math.Max(checker.Next, 1));
        var firstSeq = user.FirstSeq;
        await client.SendAsync($$$"""{"type":"resume","payload":{"last_seq":{{{lastSeq}}}}}""");
        while (await client.NextAsync() is var frame)
        {
            checker.Take(frame);
            if (frame.Type != "resumed") continue;
            if (frame.Payload.GetProperty("replay_from").ValueKind == JsonValueKind.Null)
                checker.ResumeAt(frame.Payload.GetProperty("resumed").GetBoolean() ? lastSeq + 1 : firstSeq);
            return;
        }
    }

    private static async Task BarrierAsync(TestClient client, DeliveryChecker checker)
    {
        await client.SendAsync("""{"type":"ping","id":"barrier"}""");
        while (await client.NextAsync() is var frame && frame.Type != "pong") checker.Take(frame);
    }
}
