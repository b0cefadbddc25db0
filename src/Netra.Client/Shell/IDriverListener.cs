namespace Netra.Client;

/// <summary>Is told what is the application's, not the network's. None of it may wait.</summary>
internal interface IDriverListener
{
    /// <summary>One at a time, in their order.</summary>
    void Tell(CoreAction action);

    /// <summary>Something beside the core went wrong. From any thread.</summary>
    void Error(ClientError error);

    /// <summary>The loop has failed, and the client is over.</summary>
    void Failed(Exception exception);
}
