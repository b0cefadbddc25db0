using System.Net;
using System.Text.Json;
using Netra.Protocol;

namespace Netra.Client.Publishing;

/// <summary>Makes exceptions of what the server answers.</summary>
internal static class ApiErrors
{
    /// <summary>The error of an answer that is none of success.</summary>
    public static async Task<NetraApiException> OfAsync(HttpResponseMessage response, TimeProvider time, CancellationToken cancellationToken)
    {
        var problem = await ReadProblemAsync(response, cancellationToken).ConfigureAwait(false);
        return new NetraApiException(response.StatusCode, problem?.Code, problem?.Detail ?? $"{response.ReasonPhrase} (the answer has no problem+json of Netra's)")
        {
            Details = problem?.Details,
            RetryAfter = RetryAfterHeader.Of(response, time),
            ClientVersion = problem?.ClientVersion,
            ServerVersion = problem?.ServerVersion,
        };
    }

    /// <summary>The error of one message of a batch.</summary>
    public static NetraApiException Of(PublishErrorAnswer error)
    {
        var status = ErrorCodes.TryGet(error.Code, out var known) ? known.HttpStatus : (int)HttpStatusCode.BadRequest;
        return new NetraApiException((HttpStatusCode)status, error.Code, error.Message);
    }

    /// <summary>Whether a gateway refused a call because it leaves, so that the call was surely not carried out.</summary>
    public static async Task<bool> IsDrainingAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        (await ReadProblemAsync(response, cancellationToken).ConfigureAwait(false))?.Code == ErrorCodes.Draining.Name;

    private static async Task<ProblemAnswer?> ReadProblemAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json") return null;
        var utf8 = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return JsonSerializer.Deserialize(utf8, ApiJson.Default.ProblemAnswer);
        }
        catch (JsonException)
        {
            // A body that is not what its type says tells nothing: the status alone counts.
            return null;
        }
    }
}
