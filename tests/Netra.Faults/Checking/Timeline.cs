using System.Globalization;
using System.Text.Json;

namespace Netra.Faults;

/// <summary>Shows what happened around a violation: the faults, the processes, the members, and what the user's clients and publishers did.</summary>
internal static class Timeline
{
    private const int AroundMs = 8_000;
    private const int MaxLines = 120;

    public static IEnumerable<string> Of(Violation violation, IReadOnlyList<HistoryEvent> events)
    {
        var own = violation.User is null ? [] : EventUsers.Group(events).GetValueOrDefault(violation.User, []).ToHashSet();
        var lines = events
            .Where(happened => happened is FaultPhase or ProcessPhase or MemberSeen or RunFailed || (own.Contains(happened) && Concerns(violation, happened)))
            .Where(happened => Math.Abs(happened.AtMs - violation.AtMs) <= AroundMs || IsAbout(violation, happened) || happened is FaultPhase)
            .Select(happened => string.Create(CultureInfo.InvariantCulture, $"{happened.AtMs,8}  {JsonSerializer.Serialize(happened, HistoryJson.Options)}"))
            .ToList();
        return lines.Count <= MaxLines ? lines : [.. lines.Take(MaxLines), $"… and {lines.Count - MaxLines} more; the history has them all."];
    }

    /// <summary>Of a frame or a message only what is about it, and the user's connections.</summary>
    private static bool Concerns(Violation violation, HistoryEvent happened) =>
        happened is not (FrameAtEnd or TabSent { Type: "ack" })
        && (happened is TabConnecting or TabOpened or TabClosed or TabRefused or TabSent { Type: "resume" } or TabFrame { Type: "resumed" or "skipped" } or TabWhenQuiet or TabAtEnd or UserAtEnd || IsAbout(violation, happened) || (violation.Seq is null && violation.Id is null));

    private static bool IsAbout(Violation violation, HistoryEvent happened) => happened switch
    {
        MessageAttempt attempt => attempt.User == violation.User && ((violation.Id is not null && attempt.Id == violation.Id) || (violation.Seq is not null && attempt.Seq == violation.Seq)),
        TabFrame frame => (violation.Id is not null && frame.Id == violation.Id) || (violation.Seq is not null && frame.Seq == violation.Seq),
        TabSent sent => violation.Id is not null && sent.Id == violation.Id,
        _ => false,
    };
}
