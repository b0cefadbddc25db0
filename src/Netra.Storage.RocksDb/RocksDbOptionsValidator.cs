using Microsoft.Extensions.Options;

namespace Netra.Storage.RocksDb;

internal sealed class RocksDbOptionsValidator : IValidateOptions<RocksDbOptions>
{
    private const long MinBufferBytes = 64 * 1024;
    private const int MostKnownHeads = 100_000_000;
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(1);

    public ValidateOptionsResult Validate(string? name, RocksDbOptions options)
    {
        var faults = new List<string>();
        Require(!string.IsNullOrWhiteSpace(options.Path), nameof(options.Path), "a directory");
        Require(options.BlockCacheBytes >= MinBufferBytes, nameof(options.BlockCacheBytes), $"at least {MinBufferBytes}");
        Require(options.WriteBufferBytes >= MinBufferBytes, nameof(options.WriteBufferBytes), $"at least {MinBufferBytes}");
        Require(
            options.TotalWriteBufferBytes >= options.WriteBufferBytes,
            nameof(options.TotalWriteBufferBytes),
            $"at least {nameof(options.WriteBufferBytes)}");
        Require(options.MaxWalBytes >= MinBufferBytes, nameof(options.MaxWalBytes), $"at least {MinBufferBytes}");
        Require(options.MaxOpenFiles is -1 or >= 16, nameof(options.MaxOpenFiles), "-1 or at least 16");
        Require(options.MaxKnownHeads is >= 2 and <= MostKnownHeads, nameof(options.MaxKnownHeads), $"between 2 and {MostKnownHeads}");
        Require(IsTimeout(options.ReopenInterval), nameof(options.ReopenInterval), "over zero and at most one hour");
        Require(IsTimeout(options.CloseTimeout), nameof(options.CloseTimeout), "over zero and at most one hour");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

        void Require(bool holds, string option, string rule)
        {
            if (!holds) faults.Add($"{nameof(RocksDbOptions)}.{option} must be {rule}.");
        }
    }

    private static bool IsTimeout(TimeSpan value) => value > TimeSpan.Zero && value <= LongestTimeout;
}
