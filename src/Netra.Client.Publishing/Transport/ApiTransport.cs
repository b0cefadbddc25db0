using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Netra.Protocol;
using Polly.Timeout;

namespace Netra.Client.Publishing;

/// <summary>Sends calls of the server API and reads their answers.</summary>
internal sealed class ApiTransport(HttpClient http, NetraPublisherOptions options, TimeProvider time)
{
    private readonly Uri _root = new(options.Url!.AbsoluteUri.TrimEnd('/') + "/api/v1/");
    private readonly AuthenticationHeaderValue _key = new("Bearer", options.ApiKey);

    /// <summary>A call that is answered with JSON.</summary>
    public async Task<T> AskAsync<T>(ApiCall call, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(call, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode) throw await ApiErrors.OfAsync(response, time, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(call.Operation, response, type, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A call that is answered with JSON, or with 304: then null.</summary>
    public async Task<T?> AskUnlessKnownAsync<T>(ApiCall call, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        using var response = await SendAsync(call, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.NotModified) return null;
        if (!response.IsSuccessStatusCode) throw await ApiErrors.OfAsync(response, time, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(call.Operation, response, type, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A call without an answer.</summary>
    public async Task TellAsync(ApiCall call, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(call, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode) throw await ApiErrors.OfAsync(response, time, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A call without an answer about something that may not be there; then false.</summary>
    public async Task<bool> TryTellAsync(ApiCall call, CancellationToken cancellationToken)
    {
        try
        {
            await TellAsync(call, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (NetraApiException exception) when (exception.Code == ErrorCodes.NotFound.Name)
        {
            // The code tells it from the 404 of a server that is none of Netra's.
            return false;
        }
    }

    private async Task<HttpResponseMessage> SendAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var startedAt = time.GetTimestamp();
        using var request = MakeRequest(call, startedAt);
        var outcome = "failed";
        try
        {
            var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            outcome = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
            return response;
        }
        catch (TimeoutRejectedException exception)
        {
            throw new TimeoutException($"The server did not answer '{call.Operation}' within {exception.Timeout}; whether it was carried out is not known.", exception);
        }
        catch (TaskCanceledException exception) when (exception.InnerException is TimeoutException)
        {
            throw new TimeoutException($"The server did not answer '{call.Operation}' in time; whether it was carried out is not known.", exception);
        }
        finally
        {
            PublisherInstruments.RecordCall(call.Operation, outcome, time.GetElapsedTime(startedAt));
        }
    }

    private HttpRequestMessage MakeRequest(ApiCall call, long startedAt)
    {
        var request = new HttpRequestMessage(call.Method, new Uri(_root, call.Path)) { Content = call.Content };
        request.Headers.Authorization = _key;
        if (call.IfMatch is { } wanted) request.Headers.IfMatch.Add(TagOf(wanted));
        if (call.IfNoneMatch is { } known) request.Headers.IfNoneMatch.Add(TagOf(known));
        request.Options.Set(ApiRequestKeys.IsRepeatable, call.IsRepeatable);
        request.Options.Set(ApiRequestKeys.Operation, call.Operation);
        request.Options.Set(ApiRequestKeys.StartedAt, startedAt);
        return request;
    }

    private static async Task<T> ReadAsync<T>(string operation, HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var utf8 = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return JsonSerializer.Deserialize(utf8, type) ?? throw new JsonException("The answer is null.");
        }
        catch (JsonException exception)
        {
            throw new NetraApiException(response.StatusCode, null, $"The server's answer is invalid: it is not what the server API answers to '{operation}'.", exception);
        }
    }

    private static EntityTagHeaderValue TagOf(long version) => new($"\"{version.ToString(CultureInfo.InvariantCulture)}\"");
}
