/** The media server's control side: ends a room for everybody in it. Throws when the order may not have arrived. */
export interface RoomControl {
  close(room: string): Promise<void>;
}
