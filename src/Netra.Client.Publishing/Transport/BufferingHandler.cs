namespace Netra.Client.Publishing;

/// <summary>
/// Reads each answer to its end within the try that it belongs to, so that one that is cut in its middle is a failed try, and one that is slow counts toward the
/// try's timeout.
/// </summary>
internal sealed class BufferingHandler(int maxBytes) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            await response.Content.LoadIntoBufferAsync(maxBytes, cancellationToken).ConfigureAwait(false);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
