using Netra.Protocol;

namespace Netra.Client;

/// <summary>Says everything that is wrong with options at once.</summary>
internal static class NetraClientOptionsFaults
{
    /// <summary>Timers can't be set for longer.</summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private static readonly string[] Schemes = ["http", "https", "ws", "wss"];

    /// <exception cref="ArgumentException">Something is wrong.</exception>
    public static void ThrowIfAny(NetraClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = Of(options).ToList();
        if (faults.Count > 0) throw new ArgumentException(string.Join(" ", faults), nameof(options));
    }

    private static IEnumerable<string> Of(NetraClientOptions options)
    {
        if (options.Url is not { IsAbsoluteUri: true } url || !Schemes.Contains(url.Scheme)) yield return "Url must be an absolute ws, wss, http or https address.";
        if (options.Token is null) yield return "Token is required.";
        if (options.ClientId is { } clientId && !ClientId.TryParse(clientId, out _)) yield return "ClientId must be 1 to 64 of A-Z, a-z, 0-9, '.', '_' and '-'.";
        if (options.User is { } user && !UserId.TryParse(user, out _)) yield return "User is no user id.";
        if (options is { Store: not null, User: null }) yield return "A Store needs a User, because a position belongs to one user.";
        if (!Enum.IsDefined(options.Start)) yield return "Start is unknown.";
        if (options.MaxFrameBytes <= 0) yield return "MaxFrameBytes must be above 0.";
        if (!IsTime(options.CloseTimeout)) yield return "CloseTimeout must be above 0.";
        if (options.TimeProvider is null) yield return "TimeProvider is required.";
        if (options.Numbers is null) yield return "Numbers is required.";
        foreach (var fault in options.Numbers is { } numbers ? Of(numbers) : []) yield return fault;
    }

    private static IEnumerable<string> Of(ClientNumbers numbers)
    {
        (string Name, TimeSpan Value)[] times =
        [
            (nameof(numbers.FirstDelay), numbers.FirstDelay), (nameof(numbers.LongestDelay), numbers.LongestDelay),
            (nameof(numbers.ConnectTimeout), numbers.ConnectTimeout), (nameof(numbers.PongTimeout), numbers.PongTimeout),
            (nameof(numbers.WakeTimeout), numbers.WakeTimeout), (nameof(numbers.TokenRetry), numbers.TokenRetry),
        ];
        (string Name, int Value)[] sizes =
        [
            (nameof(numbers.AckEvery), numbers.AckEvery), (nameof(numbers.MaxPending), numbers.MaxPending),
            (nameof(numbers.MaxOutbox), numbers.MaxOutbox), (nameof(numbers.MaxInFlight), numbers.MaxInFlight),
        ];
        foreach (var (name, value) in times.Where(time => !IsTime(time.Value))) yield return $"Numbers.{name} must be above 0 and at most 49 days, not {value}.";
        foreach (var (name, value) in sizes.Where(size => size.Value <= 0)) yield return $"Numbers.{name} must be above 0, not {value}.";
        // Nothing has to wait for these two.
        if (numbers.AckDelay != TimeSpan.Zero && !IsTime(numbers.AckDelay)) yield return "Numbers.AckDelay must be 0 to 49 days.";
        if (numbers.SteadyAfter < TimeSpan.Zero) yield return "Numbers.SteadyAfter must not be below 0.";
    }

    private static bool IsTime(TimeSpan time) => time > TimeSpan.Zero && time <= LongestTimer;
}
