using System.Globalization;

namespace Netra.Bench;

/// <summary>Netra's limits for a workload that has but one user. As shipped a log holds 1,000 messages, and of a longer burst the oldest would fall, as they should.</summary>
internal static class OneUserLog
{
    private const int LeastMessages = 20_000;
    private const string Bytes = "268435456";

    /// <summary>A log that twice so many messages fit into.</summary>
    public static (string Name, string Value)[] SettingsFor(int messages) =>
    [
        ("Netra:Users:MaxMessages", Math.Max(LeastMessages, 2 * messages).ToString(CultureInfo.InvariantCulture)),
        ("Netra:Users:MaxBytes", Bytes),
    ];
}
