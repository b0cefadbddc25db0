using System.Globalization;

namespace Netra.Faults;

/// <summary>
/// A service that publishes. What it wants to publish is a function of the seed; a call whose outcome it does not know is made again with the same ids, or
/// now and then left as it is.
/// </summary>
internal sealed class Publisher(int number, LoadContext context)
{
    private readonly Random _random = Seeds.Of(context.Options.Seed, 1_000 + number);

    /// <summary>How often is tried depends on what happens; that must not change what is wanted next.</summary>
    private readonly Random _retries = Seeds.Of(context.Options.Seed, 2_000 + number);

    private int _messages;

    public async Task RunAsync()
    {
        while (!context.IsQuiet)
        {
            var pause = _random.Next(2 * context.Options.PublisherPauseMs);
            await ActAsync();
            await Task.Delay(pause);
        }
    }

    private Task ActAsync()
    {
        var kind = _random.Next(100);
        var user = AnyUser();
        return kind switch
        {
            < 4 => new StateCall(context, _retries).PatchAsync(user, Next(), number),
            < 14 => new PublishCall(context, _retries).PublishAsync([.. Enumerable.Range(0, _random.Next(2, 8)).Select(_ => Create(user, allowsEphemeral: false))], isAcross: false),
            < 24 => new PublishCall(context, _retries).PublishAsync([.. Enumerable.Range(0, _random.Next(2, 8)).Select(_ => Create(AnyUser()))], isAcross: true),
            _ => new PublishCall(context, _retries).PublishAsync([Create(user)], isAcross: false),
        };
    }

    private OutgoingMessage Create(string user, bool allowsEphemeral = true)
    {
        var message = Next();
        var id = string.Create(CultureInfo.InvariantCulture, $"p{number}-{message}");
        var payload = string.Create(CultureInfo.InvariantCulture, $$"""{"publisher":{{number}},"message":{{message}},"pad":"{{new string('x', _random.Next(120))}}"}""");
        var outgoing = new OutgoingMessage(user, id, "note", payload);
        return _random.Next(100) switch
        {
            < 5 => outgoing with { TtlMs = _random.Next(200, context.Options.MaxTtlMs) },
            < 10 => outgoing with { Priority = "high" },
            < 12 => outgoing with { Priority = "low" },
            < 14 when allowsEphemeral => outgoing with { IsDurable = false },
            _ => outgoing,
        };
    }

    private string AnyUser() => Load.UserName(_random.Next(context.Options.Users));

    private int Next() => ++_messages;
}
