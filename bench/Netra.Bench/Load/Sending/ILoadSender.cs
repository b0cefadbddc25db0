namespace Netra.Bench;

/// <summary>Sends the messages of a stretch of load.</summary>
internal interface ILoadSender : IDisposable
{
    /// <summary>Sends what is due. Returns when the stretch is over and all that was sent is answered.</summary>
    Task<SendFigures> SendAsync(Pacing pacing, CancellationToken cancellationToken);
}
