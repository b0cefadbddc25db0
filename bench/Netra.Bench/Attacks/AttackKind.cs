namespace Netra.Bench;

/// <summary>A way to be hostile.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="What">What the clients do.</param>
/// <param name="Create">Makes it.</param>
/// <param name="HasReference">Whether a bare Kestrel can be attacked in the same way.</param>
internal sealed record AttackKind(string Name, string What, Func<IAttack> Create, bool HasReference = true)
{
    public static IReadOnlyList<AttackKind> All { get; } =
    [
        new("bad_tokens", "1,000 connects a second with bad tokens", () => new BadTokens()),
        new("slow_loris", "1,000 upgrades that never end", () => new SlowLoris()),
        new("big_headers", "100 upgrades a second with 64 KB of headers", () => new BigHeaders()),
        new("huge_frames", "50 frames a second that claim 2^63 bytes", () => new BadFrames(BadFrames.Claiming2To63)),
        new("fragments", "20 messages without end, 5,000 fragments a second", () => new Fragments(sockets: 20, each: 250, chunk: 1)),
        new("fragment_flood", "one message without end, 100,000 empty fragments a second", () => new Fragments(sockets: 1, each: 100_000, chunk: 500)),
        new("bad_utf8", "50 frames a second that are not UTF-8", () => new BadFrames(BadFrames.NotUtf8)),
        new("never_reads", "11 clients that never read, published to", () => new NeverReads(), HasReference: false),
    ];
}
