namespace Netra.Faults;

/// <summary>Takes a run's figures from its history.</summary>
internal static class FigureReader
{
    private const int Active = 3;
    private const int Dead = 6;

    /// <summary>Who is not dead so long behind the end of a fault has survived it, and dies of something else.</summary>
    private const int SurvivedMs = 5_000;

    public static RunFigures Read(IReadOnlyList<HistoryEvent> events)
    {
        var calm = Calm.Of(events);
        var users = EventUsers.Group(events).Select(user => new UserHistory(user.Key, user.Value, calm)).ToList();
        var endMs = events.OfType<LoadEnded>().FirstOrDefault()?.AtMs ?? events[^1].AtMs;
        var deliveries = users.SelectMany(user => Delivery.ToTabs(user, endMs)).ToList();
        var acknowledgements = users.SelectMany(Delivery.ToAcknowledgement).ToList();
        var silences = Silences(acknowledgements);
        // What is done behind the load is done for the final reading.
        var spans = FaultSpan.Of(events).Where(span => span.BeginMs <= endMs).ToList();
        var calmLengths = users.SelectMany(Arrival.Of).Select(arrival => arrival.Length).OfType<long>().Order().ToList();
        var lengths = deliveries.Select(delivery => delivery.Length).Order().ToList();
        return new RunFigures
        {
            Published = acknowledgements.Count,
            Sent = users.Sum(user => user.Messages.Values.Count(message => message.IsOfTab && message.Accepted.Any())),
            Open = events.OfType<MessageAttempt>().Count(attempt => attempt.Outcome == Outcome.Unknown),
            Delivered = events.OfType<TabFrame>().Count(frame => frame.Seq is not null),
            Connections = events.OfType<TabOpened>().Count(),
            DeliveryP50 = Percentile.Of(lengths, 0.5),
            DeliveryP99 = Percentile.Of(lengths, 0.99),
            DeliveryMax = Percentile.Of(lengths, 1),
            Windows = WindowFigures.Of(deliveries),
            CalmCount = calmLengths.Count,
            CalmMax = Percentile.Of(calmLengths, 1),
            Kinds =
            [
                .. spans.GroupBy(span => span.Kind).OrderBy(kind => kind.Key).Select(kind => new KindFigures(
                    kind.Key, kind.Count(), Longest(silences, kind), Longest(acknowledgements, kind), Longest(deliveries, kind),
                    [.. kind.Select(span => OutAfter(events, span)).OfType<long>().Order()])),
            ],
        };
    }

    private static List<Delivery> Silences(IEnumerable<Delivery> acknowledgements)
    {
        var times = acknowledgements.Select(acknowledgement => acknowledgement.ToMs).Order().ToList();
        return [.. times.Zip(times.Skip(1), (before, after) => new Delivery(before, after))];
    }

    private static long Longest(IEnumerable<Delivery> deliveries, IEnumerable<FaultSpan> spans)
    {
        var all = spans.ToList();
        return deliveries.Where(delivery => all.Exists(span => span.Touches(delivery.FromMs, delivery.ToMs))).Select(delivery => delivery.Length).DefaultIfEmpty().Max();
    }

    /// <summary>How long until the table had the process dead that the fault hit; null where it survived, or the table does not tell.</summary>
    private static long? OutAfter(IReadOnlyList<HistoryEvent> events, FaultSpan span)
    {
        if (span.Kind is not (FaultKind.Kill or FaultKind.BlackHole or FaultKind.Pause)) return null;
        var address = events.OfType<RunBegan>().First().Addresses[span.Targets[0]];
        var seen = events.OfType<MemberSeen>().Where(member => member.Address == address).ToList();
        var hit = seen.LastOrDefault(member => member.Status == Active && member.AtMs <= span.BeginMs);
        if (hit is null || seen.Exists(member => member.Generation == hit.Generation && member.Status == Dead && member.AtMs <= span.BeginMs)) return null;
        return seen.Find(member => member.Generation == hit.Generation && member.Status == Dead && member.AtMs <= span.EndMs + SurvivedMs)?.AtMs - span.BeginMs;
    }
}
