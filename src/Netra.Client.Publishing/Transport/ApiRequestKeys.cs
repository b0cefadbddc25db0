namespace Netra.Client.Publishing;

/// <summary>What a request tells the pipeline that it goes through.</summary>
internal static class ApiRequestKeys
{
    /// <summary><see cref="ApiCall.IsRepeatable"/></summary>
    public static readonly HttpRequestOptionsKey<bool> IsRepeatable = new("netra.repeatable");

    /// <summary><see cref="ApiCall.Operation"/></summary>
    public static readonly HttpRequestOptionsKey<string> Operation = new("netra.operation");

    /// <summary>When the first try began, as a timestamp of the clock.</summary>
    public static readonly HttpRequestOptionsKey<long> StartedAt = new("netra.started");

    public static T? Get<T>(this HttpRequestMessage? request, HttpRequestOptionsKey<T> key) =>
        request is not null && request.Options.TryGetValue(key, out var value) ? value : default;
}
