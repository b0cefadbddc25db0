namespace Netra.Client;

/// <summary>What the application does about a message of a type.</summary>
internal delegate ValueTask MessageHandler(ServerFrame frame, CancellationToken cancellationToken);
